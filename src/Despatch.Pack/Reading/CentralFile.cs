using System.Collections.Frozen;
using Despatch.Domain.Command;

namespace Despatch.Pack.Reading;

/// <summary>Reads <c>central.csv</c>: which opening codes are commanded centrally from the start. It may hold no line.</summary>
internal sealed class CentralFile(ForceFile force, PackProblems problems)
{
    public const string File = "central.csv";

    private const int Code = 0;
    private const int Part = 1;

    private static readonly string[] Columns = ["code", "part"];

    private static readonly FrozenDictionary<string, CentralPart> Parts = new Dictionary<string, CentralPart>(StringComparer.Ordinal)
    {
        ["commands"] = CentralPart.Commands,
        ["coordinates"] = CentralPart.Coordinates,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public CommandPolicy Read(string? text)
    {
        var central = new Dictionary<string, CentralPart>(StringComparer.Ordinal);
        foreach (var row in CsvFile.Read(File, text, Columns, problems))
        {
            var code = row.Text(Code);
            if (!force.OpeningCodes.Any(c => string.Equals(c.Code, code, StringComparison.Ordinal)))
            {
                row.Problem("unknown-code", $"'code' is '{code}', which is no opening code of {ForceFile.File}");
            }

            if (!Parts.TryGetValue(row.Text(Part), out var part))
            {
                row.Problem("unknown-part", $"'part' is '{row.Text(Part)}'; it must be commands or coordinates");
            }
            else if (!central.TryAdd(code, part))
            {
                row.Problem("duplicate-code", $"opening code '{code}' is there twice");
            }
        }

        return new CommandPolicy(central.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
