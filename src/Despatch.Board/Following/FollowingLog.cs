using Microsoft.Extensions.Logging;

namespace Despatch.Board;

/// <summary>What following the log tells engineers.</summary>
internal static partial class FollowingLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The board stands at position {Position}: {Code}. Trying again in {Pause}.")]
    public static partial void Standing(this ILogger logger, Exception fault, long position, string code, TimeSpan pause);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "The board passes over {Name} at position {Position} of {Stream}: {Code}.")]
    public static partial void PassesOver(this ILogger logger, Exception fault, string name, long position, string stream, string code);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "The board leaves {Stream} out: its opening cannot be read.")]
    public static partial void LeavesOut(this ILogger logger, string stream);
}
