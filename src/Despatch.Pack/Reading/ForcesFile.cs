using System.Collections.Immutable;

namespace Despatch.Pack.Reading;

/// <summary>Reads <c>forces.csv</c>: the other forces and the numbers of their control rooms' supervisors.</summary>
internal sealed class ForcesFile(ForceFile force, PackProblems problems)
{
    public const string File = "forces.csv";

    private const int Code = 0;
    private const int Name = 1;
    private const int Number = 2;

    private static readonly string[] Columns = ["code", "name", "supervisor_number"];

    public ImmutableArray<OtherForce> Read(string? text)
    {
        var forces = ImmutableArray.CreateBuilder<OtherForce>();
        foreach (var row in CsvFile.Read(File, text, Columns, problems))
        {
            if (ForceOf(row) is not { } other)
            {
                continue;
            }

            if (forces.Any(f => Same(f.Code, other.Code) || Same(f.Name, other.Name)))
            {
                row.Problem("duplicate-force", $"'{other.Code}', {other.Name}, is there twice");
            }

            forces.Add(other);
        }

        if (text is not null)
        {
            foreach (var area in force.Elsewhere.Where(e => !forces.Any(f => Same(f.Name, e.PolicedBy))))
            {
                problems.Add(File, "force-missing", $"{area.PolicedBy} polices {area.Area} ({ForceFile.File}) and is not on the list");
            }
        }

        return forces.ToImmutable();
    }

    private OtherForce? ForceOf(CsvRow row)
    {
        var (code, name, number) = (row.Named(Code), row.Named(Name), row.Text(Number));
        if (code is not null && !code.All(static c => char.IsAsciiLetterLower(c) || c == '-'))
        {
            row.Problem("force-code", $"'code' is '{code}'; it must be small letters and hyphens");
        }

        if (Same(name, force.Name))
        {
            row.Problem("own-force", $"{name} is this force: the list is of others");
        }

        var isNumber = number.Length is >= 8 and <= 16 && number[0] == '+' && number[1] != '0' && number.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        if (!isNumber)
        {
            row.Problem("telephone-number", $"'supervisor_number' is '{number}'; it must be in international form, like +441632960001");
        }

        return code is not null && name is not null && isNumber ? new OtherForce(code, name, number) : null;
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
}
