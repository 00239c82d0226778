using Despatch.V1;

namespace Despatch.Exercise.Events;

/// <summary>What a recorded event is played as. The file says why police acted, not what was reported: the mapping is ours.</summary>
/// <param name="OpeningCode">The opening code.</param>
/// <param name="Grade">The grade; never R, so that every event is attended.</param>
/// <param name="ResultCode">The result code.</param>
public sealed record ReplayCodes(string OpeningCode, Grade Grade, string ResultCode)
{
    /// <summary>By the event's reason; anything unknown is suspicious circumstances.</summary>
    public static ReplayCodes Of(string reason) => reason switch
    {
        "Controlled drugs" => new("11", Grade.Extended, "111"),
        "Offensive weapons" => new("15", Grade.Immediate, "115"),
        "Firearms" => new("16", Grade.Immediate, "115"),
        "Anything to threaten or harm anyone" => new("15", Grade.Immediate, "115"),
        "Stolen goods" => new("40", Grade.Significant, "140"),
        "Articles for use in criminal damage" => new("09", Grade.Significant, "109"),
        "Fireworks" => new("63", Grade.Significant, "162"),
        _ => new("40", Grade.Significant, "140"),
    };
}
