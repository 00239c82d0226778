using Despatch.Domain.Incidents;

namespace Despatch.Domain.Command;

/// <summary>
/// Taking command, the decision log, handing command back, and declaring an incident critical or major. Seeds/001, appendix 2, 'Incident
/// Ownership' and 'Duty Officer': each time the chief inspector assumes command, rationale and decisions are fully documented in a decision
/// log, and it is theirs to contact the borough's senior team on call. Pure.
/// </summary>
public static class CommandDecisions
{
    /// <summary>Decides a command about command; null if it is another.</summary>
    internal static Decision? Decide(IncidentState incident, IncidentCommand command, Actor by, DateTimeOffset now) => command switch
    {
        TakeCommand c => Take(incident, c, by, now),
        TellSeniorTeam c => Tell(incident, c, by, now),
        RecordDecision c => Record(incident, c, by, now),
        HandBackCommand c => HandBack(incident, c, by, now),
        DeclareIncident c => Declare(incident, c, by, now),
        ReportMethane c => Report(incident, c, by, now),
        InformDutyOfficer c => Inform(incident, c, by, now),
        EndDeclaration c => End(incident, c, by, now),
        _ => null,
    };

    /// <summary>From the borough, or by name what is central from the start, or from another chief inspector at a change of shift.</summary>
    private static Decision Take(IncidentState incident, TakeCommand command, Actor by, DateTimeOffset now)
    {
        if (ChiefInspector(by, "take command") is { } refused)
        {
            return refused;
        }

        if (string.Equals(incident.Command.Commander, by.Operator, StringComparison.Ordinal))
        {
            return Decision.Refuse(RefusalCode.CommandHeld, $"{by.Operator} commands CAD {incident.Cad} already.", "cad");
        }

        if (command.Ground == CommandGround.ServicePolicy && !incident.Command.FromStart)
        {
            return Decision.Refuse(
                RefusalCode.InvalidField, $"ground must say why command is taken from the borough: CAD {incident.Cad} is not the centre's by service policy.", "ground");
        }

        return Rationale(command.Rationale)
            ?? Decision.Accept(incident.Key, new CommandTaken(command.Ground, command.Rationale) { At = now, By = by });
    }

    private static Decision Tell(IncidentState incident, TellSeniorTeam command, Actor by, DateTimeOffset now) =>
        Central(incident)
        ?? IncidentDecisions.Needs(by, Role.Supervisor, "record that the borough's senior team was told")
        ?? IncidentDecisions.Words(command.Name, "name")
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(incident.Key, new SeniorTeamTold(command.Name, command.Words) { At = now, By = by });

    /// <summary>Whoever commands writes the log: the chief inspector, else the duty officer.</summary>
    private static Decision Record(IncidentState incident, RecordDecision command, Actor by, DateTimeOffset now) =>
        (incident.Command.IsCentral
            ? CentralCommand.Forbids(incident, by, null, "write its decision log", "x-role")
            : IncidentDecisions.Needs(by, Role.DutyOfficer, "write the decision log"))
        ?? IncidentDecisions.Words(command.Decision, "decision")
        ?? Rationale(command.Rationale)
        ?? Decision.Accept(incident.Key, new DecisionRecorded(command.Decision, command.Rationale) { At = now, By = by });

    private static Decision HandBack(IncidentState incident, HandBackCommand command, Actor by, DateTimeOffset now) =>
        Central(incident)
        ?? ChiefInspector(by, "hand command back")
        ?? IncidentDecisions.Words(command.AcceptedBy, "accepted_by")
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(incident.Key, new CommandAccepted(command.AcceptedBy, command.Words) { At = now, By = by });

    /// <summary>The duty officer gets it on the list at once; that they were told is a fact of its own, unless they declared it.</summary>
    private static Decision Declare(IncidentState incident, DeclareIncident command, Actor by, DateTimeOffset now)
    {
        if (IncidentDecisions.Needs(by, Role.Despatcher, "declare an incident") is { } junior)
        {
            return junior;
        }

        var level = CentralCommand.Spelt(command.Level);
        if (incident.Command.Declared is { } declared && declared.Level >= command.Level)
        {
            return Decision.Refuse(
                RefusalCode.AlreadyDeclared, $"CAD {incident.Cad} is declared {CentralCommand.Spelt(declared.Level)} already.", "level");
        }

        if (command is { Level: DeclarationLevel.Major, Methane: null })
        {
            return Decision.Refuse(RefusalCode.InvalidField, "methane must be given: a major incident is declared with its seven parts.", "methane");
        }

        if ((IncidentDecisions.Words(command.Words, "words") ?? Parts(command.Methane)) is { } refused)
        {
            return refused;
        }

        var told = by.Role == Role.DutyOfficer;
        return Decision.Accept(
            incident.Key,
            [
                new IncidentDeclared(command.Level, command.Words, command.Methane) { At = now, By = by },
                new IncidentTagged($"Declared {level}: {command.Words}") { At = now, By = by },
                .. told ? [new DutyOfficerInformed(by.Operator, "declared it") { At = now, By = by }] : (ReadOnlySpan<DomainEvent>)[],
            ]);
    }

    private static Decision Report(IncidentState incident, ReportMethane command, Actor by, DateTimeOffset now) =>
        Declared(incident)
        ?? IncidentDecisions.Needs(by, Role.Despatcher, "report on a declared incident")
        ?? (command.Methane is null ? Decision.Refuse(RefusalCode.InvalidField, "methane must be given.", "methane") : null)
        ?? Parts(command.Methane)
        ?? Decision.Accept(incident.Key, new MethaneReported(command.Methane!) { At = now, By = by });

    private static Decision Inform(IncidentState incident, InformDutyOfficer command, Actor by, DateTimeOffset now) =>
        Declared(incident)
        ?? IncidentDecisions.Needs(by, Role.Despatcher, "record that the duty officer was told")
        ?? IncidentDecisions.Words(command.Name, "name")
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(incident.Key, new DutyOfficerInformed(command.Name, command.Words) { At = now, By = by });

    private static Decision End(IncidentState incident, EndDeclaration command, Actor by, DateTimeOffset now) =>
        Declared(incident)
        ?? IncidentDecisions.Needs(by, Role.DutyOfficer, "end what was declared")
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(incident.Key, new DeclarationEnded(command.Words) { At = now, By = by });

    private static Decision? ChiefInspector(Actor by, string what) =>
        by.Role == Role.ChiefInspector
            ? null
            : Decision.Refuse(RefusalCode.RoleNotAllowed, $"To {what} takes the chief inspector; {by.Operator} acts as {by.Role}.", "x-role");

    private static Decision? Central(IncidentState incident) =>
        incident.Command.IsCentral
            ? null
            : Decision.Refuse(RefusalCode.CommandNotCentral, $"The borough commands CAD {incident.Cad}: nobody has taken command.", "cad");

    private static Decision? Declared(IncidentState incident) =>
        incident.Command.Declared is null
            ? Decision.Refuse(RefusalCode.NotDeclared, $"CAD {incident.Cad} is declared neither critical nor major.", "cad")
            : null;

    private static Decision? Rationale(string words) =>
        string.IsNullOrWhiteSpace(words) ? Decision.Refuse(RefusalCode.ReasonNeeded, "A decision log takes a rationale.", "rationale") : null;

    private static Decision? Parts(Methane? methane) =>
        methane?.FirstMissingPart() is { } part
            ? Decision.Refuse(RefusalCode.InvalidField, $"methane.{part} must be put in words; 'none known' is an answer.", $"methane.{part}")
            : null;
}
