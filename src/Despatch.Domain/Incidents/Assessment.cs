namespace Despatch.Domain.Incidents;

/// <summary>A THRIVE record: six parts, each in words. One word is not an assessment (seeds, West Mercia letter).</summary>
public sealed record Assessment(
    string Threat, string Harm, string Risk, string Investigation, string Vulnerability, string Engagement)
{
    /// <summary>The first part that is not put in words (two at least), or null if all are.</summary>
    public string? FirstThinPart()
    {
        (string Name, string Words)[] parts =
        [
            ("threat", Threat), ("harm", Harm), ("risk", Risk),
            ("investigation", Investigation), ("vulnerability", Vulnerability), ("engagement", Engagement),
        ];
        foreach (var (name, words) in parts)
        {
            if (words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length < 2)
            {
                return name;
            }
        }

        return null;
    }
}
