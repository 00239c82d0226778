using Despatch.Domain.Incidents;

namespace Despatch.Domain.Markers;

/// <summary>What a marker decides. Pure.</summary>
public static class MarkerDecisions
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string key, MarkerState state, MarkerCommand command, Actor by, DateTimeOffset now)
    {
        if (command is AddMarker add)
        {
            return Add(key, state, add, by, now);
        }

        if (!state.Exists)
        {
            return Decision.Refuse(RefusalCode.MarkerUnknown, $"There is no marker {key}.", "marker_id");
        }

        if (state.Withdrawn is { } withdrawn)
        {
            return Decision.Refuse(RefusalCode.MarkerWithdrawn, $"{key} was withdrawn by {withdrawn.By}: add another.", "marker_id");
        }

        return command switch
        {
            ExtendMarker c => Extend(key, state, c, by, now),
            WithdrawMarker c => IncidentDecisions.Needs(by, Role.Despatcher, "withdraw a marker")
                ?? Reason(c.Reason, "Withdrawing a marker")
                ?? Decision.Accept(key, new MarkerWithdrawn(c.Reason) { At = now, By = by }),
            ContactSubject c => IncidentDecisions.Needs(by, Role.CallHandler, "contact somebody about a marker")
                ?? IncidentDecisions.Words(c.Words, "words")
                ?? Decision.Accept(key, new MarkerContactMade(c.Words) { At = now, By = by }),
            _ => throw new ArgumentException($"Not a command for a marker: {command.GetType().Name}.", nameof(command)),
        };
    }

    private static Decision Add(string key, MarkerState state, AddMarker command, Actor by, DateTimeOffset now)
    {
        if (state.Exists)
        {
            return Decision.Refuse(RefusalCode.MarkerExists, $"{key} is on record already.", "command_id");
        }

        var from = command.From ?? now;
        return IncidentDecisions.Needs(by, Role.CallHandler, "add a marker")
            ?? (command.Subject.Keys().IsEmpty ? Decision.Refuse(RefusalCode.InvalidField, "subject must name somebody or something.", "subject") : null)
            ?? IncidentDecisions.Words(command.Words, "words")
            ?? IncidentDecisions.Words(command.Source, "source")
            ?? EndOf(command, from)
            ?? Decision.Accept(
                key,
                new MarkerAdded(command.Kind, command.Subject, command.Words, command.Source, from, command.Until, command.Pod) { At = now, By = by });
    }

    private static Decision? EndOf(AddMarker command, DateTimeOffset from) =>
        command.Until is null
            ? command.Kind.WarnDays > 0
                ? Decision.Refuse(RefusalCode.InvalidField, $"until must be given: a {command.Kind.Code} has an end.", "until")
                : null
            : command.Until <= from
                ? Decision.Refuse(RefusalCode.InvalidField, "until must be after from: a marker cannot end before it begins.", "until")
                : null;

    /// <summary>One that has expired can be extended too: that it did is how somebody learns of it.</summary>
    private static Decision Extend(string key, MarkerState state, ExtendMarker command, Actor by, DateTimeOffset now)
    {
        if (state.Until is not { } until)
        {
            return Decision.Refuse(RefusalCode.InvalidField, $"{key} has no end that could be put off.", "until");
        }

        if (command.Until <= until || command.Until <= now)
        {
            return Decision.Refuse(RefusalCode.InvalidField, "until must be in the future and after the end it has.", "until");
        }

        return IncidentDecisions.Needs(by, Role.Despatcher, "extend a marker")
            ?? Reason(command.Reason, "Extending a marker")
            ?? Decision.Accept(key, new MarkerExtended(command.Until, command.Reason) { At = now, By = by });
    }

    private static Decision? Reason(string reason, string what) =>
        string.IsNullOrWhiteSpace(reason) ? Decision.Refuse(RefusalCode.ReasonNeeded, $"{what} takes a reason.", "reason") : null;
}
