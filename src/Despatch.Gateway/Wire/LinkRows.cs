using System.Collections.Frozen;
using System.Globalization;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Gateway.Wire;

/// <summary>People and links as the API's messages, both ways.</summary>
internal static class LinkRows
{
    /// <summary>How a date of birth is written.</summary>
    public const string DateForm = "yyyy-MM-dd";

    // Unspecified is 0 and the rest are in the domain's order; a test holds the two together.
    private static readonly FrozenDictionary<V1.PersonRole, PersonRole> Roles =
        Enum.GetValues<PersonRole>().ToFrozenDictionary(static role => (V1.PersonRole)((int)role + 1));

    /// <summary>Null for UNSPECIFIED and unknown numbers.</summary>
    public static PersonRole? Read(V1.PersonRole role) => Roles.TryGetValue(role, out var known) ? known : null;

    public static V1.PersonRole Write(PersonRole role) => (V1.PersonRole)((int)role + 1);

    public static V1.LinkEvidence Write(LinkEvidence evidence) => (V1.LinkEvidence)((int)evidence + 1);

    public static V1.NamedPerson Person(NamedPerson person) => new()
    {
        Name = person.Name,
        Born = person.Born is { } born ? born.ToString(DateForm, CultureInfo.InvariantCulture) : "",
        Role = Write(person.Role),
    };

    public static V1.LinkCandidate Candidate(LinkCandidate candidate, Board.Board board)
    {
        var row = new V1.LinkCandidate
        {
            Cad = CadNumber.Spell(candidate.Incident),
            Score = candidate.Score,
            OpeningCode = candidate.OpeningCode,
            OpenedAt = ToWire.Time(candidate.OpenedAt),
            Words = candidate.Words,
            Open = board.Incident(candidate.Incident) is not null,
        };
        row.Reasons.AddRange(candidate.Reasons.Select(static r => new V1.LinkReason { Evidence = Write(r.Evidence), Words = r.Words }));
        return row;
    }

    /// <summary>Adds to an incident's row who is named in it and what it has to do with others.</summary>
    public static void Add(V1.Incident row, IncidentLinks links, Board.Board board)
    {
        row.Persons.AddRange(links.About.Persons.Select(Person));
        row.Candidates.AddRange(links.Candidates.Select(c => Candidate(c, board)));
        row.FoldedInto = CadNumber.Spell(links.FoldedInto);
        row.Duplicates.AddRange(links.Duplicates.Select(CadNumber.Spell));
        row.Links.AddRange(links.Linked.Select(l => new V1.IncidentLink
        {
            Cad = CadNumber.Spell(l.Incident),
            Reason = l.Reason,
            At = ToWire.Time(l.At),
            Operator = l.By,
            Declared = CommandRows.Write(board.Incident(l.Incident)?.Command.Declared?.Level),
        }));
    }
}
