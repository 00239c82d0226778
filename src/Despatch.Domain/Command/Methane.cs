namespace Despatch.Domain.Command;

/// <summary>
/// What the first at a major incident reports, in seven parts, each in words: the emergency services' common report. Seeds/001, appendix 2, has
/// the duty to see what may become critical or major; the seven parts are the issue's.
/// </summary>
/// <param name="Major">Whether a major incident is declared or stood by for.</param>
/// <param name="Location">Exactly where.</param>
/// <param name="Type">What kind.</param>
/// <param name="Hazards">What is dangerous there, or may become so.</param>
/// <param name="Access">How to get there and away.</param>
/// <param name="Casualties">How many, how badly hurt.</param>
/// <param name="Services">Which emergency services are there and which are needed.</param>
public sealed record Methane(
    string Major, string Location, string Type, string Hazards, string Access, string Casualties, string Services)
{
    /// <summary>The first part that is left out, or null if all are there. "None known" is an answer; nothing is not.</summary>
    public string? FirstMissingPart()
    {
        (string Name, string Words)[] parts =
        [
            ("major", Major), ("location", Location), ("type", Type), ("hazards", Hazards), ("access", Access), ("casualties", Casualties),
            ("services", Services),
        ];
        foreach (var (name, words) in parts)
        {
            if (string.IsNullOrWhiteSpace(words))
            {
                return name;
            }
        }

        return null;
    }
}
