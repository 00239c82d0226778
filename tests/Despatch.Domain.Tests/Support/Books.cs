using System.Collections.Immutable;
using Despatch.Domain.Procedures;
using Despatch.Domain.Units;

namespace Despatch.Domain.Tests.Support;

/// <summary>The procedures of the tables: of codes that no other table uses.</summary>
internal static class Books
{
    /// <summary>A death (36), a missing person (30), a concern for welfare (32), something suspicious (40).</summary>
    public static ProcedureBook Plain { get; } = new(
        [
            Procedure.None with
            {
                Code = "36",
                Questions = [new("vital-signs", Role.CallHandler, "Is she breathing?", false, [])],
                Requests = [new("ambulance", "attend", [])],
                Outcomes = [new("life-or-death", "it is known who took over")],
                Supervised = ["suspicious-deaths"],
            },
            Procedure.None with
            {
                Code = "30",
                Questions = [new("last-seen", Role.CallHandler, "When last seen?", false, []), new("intelligence", Role.Despatcher, "What is known?", true, [])],
                Requests = [new("network-rail", "caution", ["train", "trains"]), new("taxi-firm", "where to?", ["taxi"])],
                Outcomes = [new("person-found", "found and spoken to")],
                Supervised = ["missing-persons"],
            },
            Procedure.None with
            {
                Code = "32",
                Questions = [new("last-seen", Role.CallHandler, "When last seen?", false, [])],
                Requests = [new("network-rail", "caution", ["train", "trains"])],
                Skills = [new(Skill.MethodOfEntry, [])],
                Outcomes = [new("person-seen", "seen and spoken to")],
            },
            Procedure.None with { Code = "40", Questions = [new("where-now", Role.CallHandler, "Where are they?", false, [])] },
        ],
        [new("ambulance", "Ambulance"), new("network-rail", "Network Rail"), new("taxi-firm", "Taxi firm")],
        [new("suspicious-deaths", "Suspicious deaths", ["36"], []), new("missing-persons", "Missing persons", ["30"], []), new("vulnerable", "Vulnerable", [], ["frail"])]);

    /// <summary>What is open, for a table: <c>questions vital-signs; agencies ambulance; outcomes life-or-death</c>; none when nothing is.</summary>
    public static string Open(ProcedureState state)
    {
        string[] parts =
        [
            Part("questions", [.. state.OpenQuestions.Select(static q => q.Id)]),
            Part("agencies", [.. state.OpenRequests.Select(static r => r.Id)]),
            Part("outcomes", [.. state.MissingOutcomes.Select(static o => o.Id)]),
            Part("supervised", state.Supervised),
        ];
        return string.Join("; ", parts.Where(static p => p.Length > 0)) is { Length: > 0 } open ? open : "none";
    }

    private static string Part(string name, ImmutableArray<string> items) => items.IsEmpty ? "" : $"{name} {string.Join(' ', items)}";
}
