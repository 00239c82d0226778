using Despatch.Domain.Incidents;

namespace Despatch.Domain.Records;

/// <summary>Decides what is asked of a report of misconduct. Anybody may make one; professional standards alone goes on with it. Pure.</summary>
public static class MisconductDecisions
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string key, MisconductState state, MisconductCommand command, Actor by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return command switch
        {
            ReportMisconduct c => Report(key, state, c, by, now),
            TakeMisconduct c => Take(key, state, c, by, now),
            _ => throw new ArgumentException($"Not a command for a report of misconduct: {command?.GetType().Name}.", nameof(command)),
        };
    }

    private static Decision Report(string key, MisconductState state, ReportMisconduct command, Actor by, DateTimeOffset now) =>
        state.Report is not null
            ? Decision.Refuse(RefusalCode.RecordExists, $"{key} is made already.", "command_id")
            : IncidentDecisions.Words(command.Words, "words")
                ?? Decision.Accept(
                    key, new MisconductReported(command.Contact, command.Incident, command.Officer, command.Words) { At = now, By = by });

    /// <summary>Who may not read it is not even told whether it exists.</summary>
    private static Decision Take(string key, MisconductState state, TakeMisconduct command, Actor by, DateTimeOffset now) =>
        IncidentDecisions.Needs(by, Role.ProfessionalStandards, "take up a report of misconduct")
        ?? (state.Report is null ? Decision.Refuse(RefusalCode.RecordUnknown, $"There is no report {key}.", "report_id") : null)
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(key, new MisconductTaken(command.Words) { At = now, By = by });
}
