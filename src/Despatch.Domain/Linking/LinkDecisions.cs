using System.Collections.Immutable;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Linking;

/// <summary>What is decided about an incident and others. Pure.</summary>
public static class LinkDecisions
{
    /// <summary>Names somebody in an open incident.</summary>
    public static Decision Name(IncidentState state, NamePerson command, Actor by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        if (PersonName.Of(command.Person.Name).IsEmpty)
        {
            return Decision.Refuse(RefusalCode.InvalidField, "person.name must be a name.", "person.name");
        }

        return state.Links.About.Persons.Contains(command.Person)
            ? Decision.Refuse(RefusalCode.PersonNamed, $"CAD {state.Cad} names {command.Person.Name} already.", "person.name")
            : IncidentDecisions.Needs(by, Role.CallHandler, "name a person")
                ?? Decision.Accept(state.Key, new PersonNamed(command.Person) { At = now, By = by });
    }

    /// <summary>The facts that name people, for whoever opens an incident; those without a name are left out.</summary>
    public static IEnumerable<DomainEvent> Named(IEnumerable<NamedPerson> persons, Actor by, DateTimeOffset now) =>
        persons.Where(static p => !PersonName.Of(p.Name).IsEmpty).Distinct().Select(p => new PersonNamed(p) { At = now, By = by });

    /// <summary>Says that a candidate has nothing to do with the incident.</summary>
    public static Decision Dismiss(IncidentState state, DismissCandidate command, Actor by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        if (!state.Links.Candidates.Any(c => Same(c.Incident, command.Incident)))
        {
            return Decision.Refuse(
                RefusalCode.NotLinked, $"CAD {CadNumber.Spell(command.Incident)} is no undecided candidate of CAD {state.Cad}.", "candidate_cad");
        }

        return IncidentDecisions.Needs(by, Role.CallHandler, "decide on a link")
            ?? Reason(command.Reason, "Dismissing a candidate")
            ?? Decision.Accept(state.Key, new LinkDismissed(command.Incident, command.Reason) { At = now, By = by });
    }

    /// <summary>Links two incidents, open or closed; both are told.</summary>
    public static Decision Link(IncidentState state, IncidentState other, LinkIncident command, Actor by, DateTimeOffset now)
    {
        if (Pair(state, other, command.Incident) is { } refused)
        {
            return refused;
        }

        if (state.Links.IsLinkedTo(other.Key))
        {
            return Decision.Refuse(RefusalCode.AlreadyLinked, $"CAD {state.Cad} is linked with CAD {other.Cad} already.", "to_cad");
        }

        return IncidentDecisions.Needs(by, Role.CallHandler, "link incidents")
            ?? Reason(command.Reason, "A link")
            ?? Both(state, other, key => new IncidentLinked(key, command.Reason) { At = now, By = by });
    }

    /// <summary>Takes a link away; both are told.</summary>
    public static Decision Unlink(IncidentState state, IncidentState other, UnlinkIncident command, Actor by, DateTimeOffset now)
    {
        if (Pair(state, other, command.Incident) is { } refused)
        {
            return refused;
        }

        if (!state.Links.IsLinkedTo(other.Key))
        {
            return Decision.Refuse(RefusalCode.NotLinked, $"CAD {state.Cad} is not linked with CAD {other.Cad}.", "to_cad");
        }

        return IncidentDecisions.Needs(by, Role.CallHandler, "unlink incidents")
            ?? Reason(command.Reason, "Unlinking")
            ?? Both(state, other, key => new IncidentUnlinked(key, command.Reason) { At = now, By = by });
    }

    /// <summary>A decision with the candidates that the incident or contact does not know yet; a refusal as it is.</summary>
    public static Decision Offering(
        Decision decision, string stream, IncidentLinks known, ImmutableArray<LinkCandidate> candidates, Actor by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(known);
        ImmutableArray<LinkCandidate> fresh = [.. candidates.Where(c => !known.Knows(c.Incident) && !Same(c.Incident, stream))];
        if (decision is not Decision.Accepted accepted || fresh.IsEmpty)
        {
            return decision;
        }

        var offered = new LinkCandidatesOffered(fresh) { At = now, By = by };
        return new Decision.Accepted(
            [.. accepted.Changes.Select(c => Same(c.Stream, stream) ? c with { Events = c.Events.Add(offered) } : c)]);
    }

    internal static Decision? Pair(IncidentState state, IncidentState other, string wanted)
    {
        if (!state.Exists || !other.Exists)
        {
            return IncidentDecisions.Unknown(state.Exists ? wanted : state.Key);
        }

        return state.Cad == other.Cad
            ? Decision.Refuse(RefusalCode.InvalidField, "An incident has nothing to do with itself: name another.", "to_cad")
            : null;
    }

    internal static Decision? Reason(string reason, string what) =>
        string.IsNullOrWhiteSpace(reason) ? Decision.Refuse(RefusalCode.ReasonNeeded, $"{what} takes a reason.", "reason") : null;

    private static Decision Both(IncidentState state, IncidentState other, Func<string, DomainEvent> fact) =>
        Decision.Accept(new Change(state.Key, [fact(other.Key)]), new Change(other.Key, [fact(state.Key)]));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
