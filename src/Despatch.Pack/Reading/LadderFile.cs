using System.Collections.Frozen;
using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Escalation;

namespace Despatch.Pack.Reading;

/// <summary>Reads <c>ladder.csv</c>: who is told, from the first line's rung upwards, each naming the next; the top names none.</summary>
internal sealed class LadderFile(PackProblems problems)
{
    public const string File = "ladder.csv";

    private const int Name = 0;
    private const int RoleName = 1;
    private const int Where = 2;
    private const int Next = 3;

    private static readonly string[] Columns = ["rung", "role", "where", "next"];

    // A crew cannot be told to find a unit, and the system does the telling.
    private static readonly FrozenDictionary<string, Role> Roles =
        Enum.GetValues<Role>().Where(r => r is not (Role.ProfessionalStandards or Role.Crew or Role.System)).ToFrozenDictionary(r => r.ToString(), StringComparer.Ordinal);

    /// <summary>The ladder from the bottom to the top, as far as it can be climbed.</summary>
    public ImmutableArray<Rung> Read(string? text)
    {
        var rows = CsvFile.Read(File, text, Columns, problems);
        if (rows.Count == 0 && text is not null)
        {
            problems.Add(File, "ladder-empty", "a ladder needs at least one rung");
        }

        var rungs = new Dictionary<string, (CsvRow Row, Rung Rung)>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (RungOf(row) is { } rung && !rungs.TryAdd(rung.Name, (row, rung)))
            {
                row.Problem("duplicate-rung", $"rung '{rung.Name}' is there twice");
            }
        }

        return rungs.Count == rows.Count && rows.Count > 0 ? Climb(rows[0], rungs) : [];
    }

    private static Rung? RungOf(CsvRow row)
    {
        var name = row.Named(Name);
        var known = Roles.TryGetValue(row.Text(RoleName), out var role);
        if (!known)
        {
            row.Problem("unknown-role", $"'role' is '{row.Text(RoleName)}'; it must be one of {string.Join(", ", Roles.Keys.Order(StringComparer.Ordinal))}");
        }

        var where = row.Text(Where);
        if (where is not ("own" or "neighbours"))
        {
            row.Problem("unknown-place", $"'where' is '{where}'; it must be own or neighbours");
            return null;
        }

        return name is not null && known ? new Rung(name, role, string.Equals(where, "neighbours", StringComparison.Ordinal)) : null;
    }

    private static ImmutableArray<Rung> Climb(CsvRow first, Dictionary<string, (CsvRow Row, Rung Rung)> rungs)
    {
        var climbed = ImmutableArray.CreateBuilder<Rung>();
        var left = new Dictionary<string, (CsvRow Row, Rung Rung)>(rungs, StringComparer.Ordinal);
        var row = first;
        while (left.Remove(row.Text(Name), out var here))
        {
            climbed.Add(here.Rung);
            var next = row.Text(Next);
            if (next.Length == 0)
            {
                break;
            }

            if (!rungs.TryGetValue(next, out var above))
            {
                row.Problem("unknown-rung", $"'next' is '{next}', which is not one of the rungs");
                break;
            }

            if (!left.ContainsKey(next))
            {
                row.Problem("ladder-loop", $"'next' is '{next}', which was passed already: the ladder must end");
            }

            row = above.Row;
        }

        foreach (var (unreached, _) in left.Values)
        {
            unreached.Problem("ladder-gap", $"rung '{unreached.Text(Name)}' is not reached from the first");
        }

        return climbed.ToImmutable();
    }
}
