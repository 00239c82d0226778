using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain.Callers;
using Despatch.Domain.Command;
using Despatch.Domain.Incidents;
using Despatch.Domain.MissingPersons;
using Despatch.Domain.Procedures;

namespace Despatch.Domain.Linking;

/// <summary>How an incident that repeats an earlier one is folded into it. Pure.</summary>
public static class FoldDecisions
{
    /// <summary>
    /// Decides it: the later one closes with a pointer; its callers count on the earlier one, what they are owed is owed there on the same
    /// clocks, and the graver grade and the supervision hold there. Refused while anything would be lost: units committed to the later one, what
    /// somebody has asked there and nobody has answered, an agency or a force that was called and has not said the last word.
    /// </summary>
    public static Decision Fold(IncidentState state, IncidentState first, FoldDuplicate command, Actor by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(command);
        return LinkDecisions.Pair(state, first, command.Incident)
            ?? Order(state, first)
            ?? Lost(state)
            ?? IncidentDecisions.Needs(by, Role.CallHandler, "fold a duplicate")
            ?? LinkDecisions.Reason(command.Reason, "Folding a duplicate")
            ?? (CentralCommand.Standing(state) is { } declared ? new Decision.Refused(declared) : null)
            ?? CentralCommand.Forbids(state, by, null, "close it")
            ?? Decision.Accept(
                new Change(first.Key, Adoption(state, first, command.Reason, by, now)),
                new Change(state.Key,
                [
                    new IncidentFolded(first.Key, command.Reason) { At = now, By = by },
                    new IncidentClosed($"Duplicate of CAD {first.Cad}.") { At = now, By = by },
                ]));
    }

    private static Decision? Order(IncidentState state, IncidentState first) =>
        state.IsClosed ? IncidentDecisions.Closed(state)
        : first.IsClosed ? Decision.Refuse(
            RefusalCode.IncidentClosed, $"CAD {first.Cad} is closed: reopen it first, or link the two.", "into_cad")
        : first.OpenedAt > state.OpenedAt ? Decision.Refuse(
            RefusalCode.NotTheEarlier, $"CAD {first.Cad} was opened after CAD {state.Cad}: fold that one into this.", "into_cad")
        : null;

    private static Decision? Lost(IncidentState state)
    {
        if (!state.Assignments.IsEmpty)
        {
            return Refuse(RefusalCode.UnitsCommitted, "still has units committed", state.Assignments.Select(static a => a.Callsign));
        }

        // What its procedure asks of itself, the first one's asks too.
        if (state.Procedure.OpenQuestions.Where(static q => q.AskedBy.Length > 0).Select(static q => q.Words).ToList() is { Count: > 0 } questions)
        {
            return Refuse(RefusalCode.OpenQuestionsRemain, "has open questions", questions);
        }

        return state.Procedure.OpenRequests.Where(static r => r.AskedBy.Length > 0 || r.Calls > 0).Select(static r => r.Words).ToList() is { Count: > 0 } requests
            ? Refuse(RefusalCode.AgencyRequestsRemain, "has agencies to be called or chased", requests)
            : ForceRequestDecisions.Closing(state) as Decision.Refused;

        Decision Refuse(RefusalCode code, string what, IEnumerable<string> items) =>
            Decision.Refuse(code, $"CAD {state.Cad} {what}: {string.Join("; ", items)}.", "cad");
    }

    private static ImmutableArray<DomainEvent> Adoption(IncidentState state, IncidentState first, string reason, Actor by, DateTimeOffset now)
    {
        var about = state.Links.About;
        var promised = first.Callers.Promises.Made;
        IEnumerable<DomainEvent> facts =
        [
            new DuplicateAdopted(state.Key, state.Words, about.Numbers, about.Persons, reason) { At = now, By = by },
            .. state.Contacts.Except(first.Contacts, StringComparer.Ordinal).Select(contact =>
                new ContactAttached(contact, "", $"Called about CAD {state.Cad}, which is this one.") { At = now, By = by }),
            .. state.Callers.RingBacks.Select(owed => new RingBackOwed(owed.Contact, owed.CallerNumber, owed.Since) { At = now, By = by }),
            .. state.Callers.Promises.Open.Select((promise, i) => new CallerPromised(
                (promised + i + 1).ToString(CultureInfo.InvariantCulture), promise.Kind, promise.Due, promise.Words) { At = now, By = by }),
            .. state.Procedure.Supervised.Except(first.Procedure.Supervised, StringComparer.Ordinal).Select(type =>
                new MarkedSupervised(type, $"As its duplicate CAD {state.Cad} was.") { At = now, By = by }),
        ];

        // Whoever knew of a graver danger told it to the duplicate.
        return state.Grade is { } graver && (first.Grade is not { } grade || grade.IsBelow(graver))
            ? [.. facts, new IncidentGraded(graver, first.Grade, $"As its duplicate CAD {state.Cad} was graded.") { At = now, By = by }]
            : [.. facts];
    }
}
