using System.Collections.Immutable;
using Despatch.Domain.Callers;
using Despatch.Domain.Command;
using Despatch.Domain.Escalation;
using Despatch.Domain.Linking;
using Despatch.Domain.MissingPersons;
using Despatch.Domain.Procedures;
using Despatch.Domain.Risk;

namespace Despatch.Domain.Incidents;

/// <summary>What an incident decides about itself. Decisions that touch a unit too are in <see cref="AssignmentDecisions"/>.</summary>
public static class IncidentDecisions
{
    /// <summary>Decides a command that concerns this incident alone.</summary>
    public static Decision Decide(string key, IncidentState state, IncidentCommand command, Actor by, DateTimeOffset now)
    {
        if (command is OpenIncident open)
        {
            return Open(key, state, open, by, now);
        }

        if (!state.Exists)
        {
            return Unknown(key);
        }

        if (command is Reopen reopen)
        {
            return DecideReopen(state, reopen, by, now);
        }

        if (state.IsClosed)
        {
            return Closed(state);
        }

        return command switch
        {
            AddEntry c => Words(c.Words, "words") ?? Decision.Accept(key, new EntryAdded(c.Words) { At = now, By = by }),
            Assess c => DecideAssess(state, c, by, now),
            GiveGrade c => DecideGrade(state, c, by, now),
            Locate c => DecideLocate(state, c, by, now),
            GiveResult c => DecideResult(state, c, by, now),
            CloseIncident c => Closing.Decide(state, c, by, now),
            AcknowledgeEscalation c => EscalationDecisions.Acknowledge(state, c, by, now),
            AgreeAppointment c => EscalationDecisions.Agree(state, c, by, now),
            TagForDutyOfficer c => SupervisionDecisions.Tag(state, c, by, now),
            Untag c => SupervisionDecisions.Untag(state, c, by, now),
            AcceptHandover c => SupervisionDecisions.Accept(state, c, by, now),
            NamePerson c => LinkDecisions.Name(state, c, by, now),
            DismissCandidate c => LinkDecisions.Dismiss(state, c, by, now),
            PromiseUpdate c => IncidentCallerDecisions.Promise(state, c, by, now),
            KeepUpdate c => IncidentCallerDecisions.Keep(state, c, by, now),
            TellCaller c => IncidentCallerDecisions.Tell(state, c, by, now),
            ReviewGrading c => RiskDecisions.Review(state, c, by, now),
            RecordCheck c => RiskDecisions.Check(state, c, by, now),
            AcknowledgeBriefing c => RiskDecisions.Acknowledge(state, c, by, now),
            _ when CommandDecisions.Decide(state, command, by, now) is { } decision => decision,
            _ when ForceRequestDecisions.Decide(state, command, by, now) is { } decision => decision,
            AskQuestion c => ProcedureDecisions.Ask(state, c, by, now),
            AnswerQuestion c => ProcedureDecisions.Answer(state, c, by, now),
            WithdrawQuestion c => ProcedureDecisions.Withdraw(state, c, by, now),
            RequestAgency c => ProcedureDecisions.Request(state, c, by, now),
            CallAgency c => ProcedureDecisions.Call(state, c, by, now),
            WithdrawAgencyRequest c => ProcedureDecisions.Withdraw(state, c, by, now),
            RecordOutcome c => ProcedureDecisions.Record(state, c, by, now),
            KeepCall c => ProcedureDecisions.Keep(state, c, by, now),
            EndCall c => ProcedureDecisions.End(state, c, by, now),
            MarkSupervised c => ProcedureDecisions.Mark(state, c, by, now),
            _ => throw new ArgumentException($"Not a command for an incident alone: {command.GetType().Name}.", nameof(command)),
        };
    }

    /// <summary>The facts that open an incident, for whoever opens one together with something else.</summary>
    public static ImmutableArray<DomainEvent> Opening(IncidentOpened opened, Grade? grade) =>
        grade is { } given ? [opened, new IncidentGraded(given, null, "") { At = opened.At, By = opened.By }] : [opened];

    internal static Decision Unknown(string key) =>
        Decision.Refuse(RefusalCode.IncidentUnknown, $"There is no CAD {CadNumber.Spell(key)}.", "cad");

    internal static Decision Closed(IncidentState state) =>
        Decision.Refuse(
            RefusalCode.IncidentClosed,
            state.Links.FoldedInto.Length > 0
                ? $"CAD {state.Cad} was folded into CAD {CadNumber.Spell(state.Links.FoldedInto)}: go on there."
                : $"CAD {state.Cad} is closed: reopen it first.",
            "cad");

    internal static Decision? Words(string words, string field) =>
        string.IsNullOrWhiteSpace(words) ? Decision.Refuse(RefusalCode.InvalidField, $"{field} must not be empty.", field) : null;

    internal static Decision? Needs(Actor by, Role role, string what) =>
        by.IsAtLeast(role)
            ? null
            : Decision.Refuse(RefusalCode.RoleNotAllowed, $"To {what} takes at least the role {role}; {by.Operator} acts as {by.Role}.", "x-role");

    private static Decision Open(string key, IncidentState state, OpenIncident command, Actor by, DateTimeOffset now)
    {
        if (state.Exists)
        {
            return Decision.Refuse(RefusalCode.IncidentExists, $"CAD {state.Cad} is open already.", "cad");
        }

        if (!CadNumber.TryFromKey(key, out var cad))
        {
            return Decision.Refuse(RefusalCode.InvalidField, $"'{key}' is no incident's key.", "cad");
        }

        if ((Needs(by, Role.CallHandler, "open an incident") ?? Words(command.Words, "words")) is { } refused)
        {
            return refused;
        }

        var opened = new IncidentOpened(cad, command.OpeningCode, command.Words, command.Place, "", command.CallerNumber, "") { At = now, By = by };
        return new Decision.Accepted(
            [new Change(key, [.. Opening(opened, command.Grade), .. LinkDecisions.Named(command.Persons, by, now)])]);
    }

    private static Decision DecideAssess(IncidentState state, Assess command, Actor by, DateTimeOffset now)
    {
        if (command.Assessment.FirstThinPart() is { } part)
        {
            return Decision.Refuse(
                RefusalCode.InvalidField, $"assessment.{part} must be put in words, at least two: one word is not an assessment.", $"assessment.{part}");
        }

        return Needs(by, Role.CallHandler, "assess an incident")
            ?? RiskDecisions.Assessed(state, command, by, now);
    }

    private static Decision DecideGrade(IncidentState state, GiveGrade command, Actor by, DateTimeOffset now)
    {
        if (state.Grade == command.Grade)
        {
            return Decision.Refuse(RefusalCode.GradeUnchanged, $"CAD {state.Cad} is graded {command.Grade.Letter()} already.", "grade");
        }

        if (Needs(by, Role.CallHandler, "grade an incident") is { } refused)
        {
            return refused;
        }

        if (state.Grade is { } was && command.Grade.IsBelow(was))
        {
            if (Needs(by, Role.Supervisor, "lower a grade") is { } junior)
            {
                return junior;
            }

            if (CentralCommand.Forbids(state, by, null, "lower its grade", "x-role") is { } central)
            {
                return central;
            }

            if (string.IsNullOrWhiteSpace(command.Reason))
            {
                return Decision.Refuse(RefusalCode.ReasonNeeded, "Lowering a grade takes a reason.", "reason");
            }
        }

        return RiskDecisions.BelowProposal(state, command, now)
            ?? Decision.Accept(state.Key, new IncidentGraded(command.Grade, state.Grade, command.Reason) { At = now, By = by });
    }

    private static Decision DecideLocate(IncidentState state, Locate command, Actor by, DateTimeOffset now)
    {
        if (command.Place.Point is null && string.IsNullOrWhiteSpace(command.Place.Address))
        {
            return Decision.Refuse(RefusalCode.InvalidField, "location must have a point or an address.", "location");
        }

        return Needs(by, Role.CallHandler, "locate an incident")
            ?? Decision.Accept(state.Key, new IncidentLocated(command.Place) { At = now, By = by });
    }

    private static Decision DecideResult(IncidentState state, GiveResult command, Actor by, DateTimeOffset now)
    {
        if (state.Grade is null)
        {
            return Decision.Refuse(RefusalCode.IncidentNotGraded, $"CAD {state.Cad} has no grade yet: grade it before it is resulted.", "cad");
        }

        var referred = state.Grade == Grade.Referred;
        return Needs(by, referred ? Role.CallHandler : Role.Despatcher, referred ? "result an R incident" : "result an incident not graded R")
            ?? Words(command.ResultCode, "result_code")
            ?? Decision.Accept(state.Key, new IncidentResulted(command.ResultCode, command.Words) { At = now, By = by });
    }

    private static Decision DecideReopen(IncidentState state, Reopen command, Actor by, DateTimeOffset now)
    {
        if (!state.IsClosed)
        {
            return Decision.Refuse(RefusalCode.IncidentNotClosed, $"CAD {state.Cad} is not closed.", "cad");
        }

        if (string.IsNullOrWhiteSpace(command.Reason))
        {
            return Decision.Refuse(RefusalCode.ReasonNeeded, "Reopening takes a reason.", "reason");
        }

        return Needs(by, Role.CallHandler, "reopen an incident")
            ?? Decision.Accept(state.Key, new IncidentReopened(command.Reason) { At = now, By = by });
    }
}
