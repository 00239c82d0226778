using System.Collections.Frozen;
using Despatch.Domain.Callers;
using Despatch.Domain.Command;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.Domain.MissingPersons;
using Despatch.Domain.Numbers;
using Despatch.Domain.Records;
using Despatch.Domain.Risk;
using Despatch.Domain.Units;

namespace Despatch.EventLog;

/// <summary>
/// The stored names of facts. They are literals and stay for ever: a renamed class changes nothing here, and a changed shape gets
/// a new name (<c>.v2</c>) beside the old one.
/// </summary>
public static class EventNames
{
    /// <summary>Every name, with the type it is read as.</summary>
    public static FrozenDictionary<string, Type> Catalogue { get; } = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["contact.recorded.v1"] = typeof(ContactRecorded),
        ["contact.words-added.v1"] = typeof(WordsAdded),
        ["contact.closed.v1"] = typeof(ContactClosed),
        ["contact.transferred.v1"] = typeof(ContactTransferred),
        ["contact.escalated.v1"] = typeof(ContactEscalated),
        ["contact.signal-heard.v1"] = typeof(SignalHeard),
        ["contact.open-incidents-found.v1"] = typeof(OpenIncidentsFound),
        ["contact.belongs.v1"] = typeof(ContactBelongs),
        ["contact.otherwise.v1"] = typeof(ContactOtherwise),
        ["contact.misuse-found.v1"] = typeof(MisuseFound),
        ["contact.misuse-counted.v1"] = typeof(MisuseCounted),
        ["contact.passed-on.v1"] = typeof(ContactPassedOn),
        ["contact.message-taken.v1"] = typeof(MessageTaken),
        ["caller.rung-back.v1"] = typeof(CallerRungBack),
        ["caller.promised.v1"] = typeof(CallerPromised),
        ["caller.promise-kept.v1"] = typeof(PromiseKept),
        ["incident.people-named.v1"] = typeof(PeopleNamed),
        ["incident.persistent-misuse-shown.v1"] = typeof(PersistentMisuseShown),
        ["incident.ring-back-owed.v1"] = typeof(RingBackOwed),
        ["incident.caller-told.v1"] = typeof(CallerTold),
        ["incident.opened.v1"] = typeof(IncidentOpened),
        ["incident.contact-attached.v1"] = typeof(ContactAttached),
        ["incident.entry-added.v1"] = typeof(EntryAdded),
        ["incident.assessed.v1"] = typeof(IncidentAssessed),
        ["incident.graded.v1"] = typeof(IncidentGraded),
        ["incident.located.v1"] = typeof(IncidentLocated),
        ["incident.unit-assigned.v1"] = typeof(UnitAssigned),
        ["incident.unit-diverted.v1"] = typeof(UnitDiverted),
        ["incident.unit-stood-down.v1"] = typeof(UnitStoodDown),
        ["incident.unit-en-route.v1"] = typeof(UnitEnRoute),
        ["incident.unit-on-scene.v1"] = typeof(UnitOnScene),
        ["incident.unit-released.v1"] = typeof(UnitReleased),
        ["incident.resulted.v1"] = typeof(IncidentResulted),
        ["incident.closed.v1"] = typeof(IncidentClosed),
        ["incident.reopened.v1"] = typeof(IncidentReopened),
        ["incident.escalated.v1"] = typeof(IncidentEscalated),
        ["incident.escalation-acknowledged.v1"] = typeof(EscalationAcknowledged),
        ["incident.appointment-agreed.v1"] = typeof(AppointmentAgreed),
        ["incident.tagged.v1"] = typeof(IncidentTagged),
        ["incident.untagged.v1"] = typeof(IncidentUntagged),
        ["incident.handover-accepted.v1"] = typeof(HandoverAccepted),
        ["incident.person-named.v1"] = typeof(PersonNamed),
        ["incident.link-candidates-offered.v1"] = typeof(LinkCandidatesOffered),
        ["incident.link-dismissed.v1"] = typeof(LinkDismissed),
        ["incident.linked.v1"] = typeof(IncidentLinked),
        ["incident.unlinked.v1"] = typeof(IncidentUnlinked),
        ["incident.folded.v1"] = typeof(IncidentFolded),
        ["incident.duplicate-adopted.v1"] = typeof(DuplicateAdopted),
        ["incident.central-command-began.v1"] = typeof(CentralCommandBegan),
        ["incident.command-taken.v1"] = typeof(CommandTaken),
        ["incident.senior-team-told.v1"] = typeof(SeniorTeamTold),
        ["incident.decision-recorded.v1"] = typeof(DecisionRecorded),
        ["incident.command-accepted.v1"] = typeof(CommandAccepted),
        ["incident.declared.v1"] = typeof(IncidentDeclared),
        ["incident.methane-reported.v1"] = typeof(MethaneReported),
        ["incident.duty-officer-informed.v1"] = typeof(DutyOfficerInformed),
        ["incident.declaration-ended.v1"] = typeof(DeclarationEnded),
        ["incident.force-requested.v1"] = typeof(ForceRequested),
        ["incident.force-request-acknowledged.v1"] = typeof(ForceRequestAcknowledged),
        ["incident.force-request-escalated.v1"] = typeof(ForceRequestEscalated),
        ["incident.force-request-decided.v1"] = typeof(ForceRequestDecided),
        ["incident.force-request-withdrawn.v1"] = typeof(ForceRequestWithdrawn),
        ["incident.procedure-opened.v1"] = typeof(ProcedureOpened),
        ["incident.recoded.v1"] = typeof(IncidentRecoded),
        ["incident.question-asked.v1"] = typeof(QuestionAsked),
        ["incident.question-answered.v1"] = typeof(QuestionAnswered),
        ["incident.question-withdrawn.v1"] = typeof(QuestionWithdrawn),
        ["incident.agency-requested.v1"] = typeof(AgencyRequested),
        ["incident.agency-called.v1"] = typeof(AgencyCalled),
        ["incident.agency-request-withdrawn.v1"] = typeof(AgencyRequestWithdrawn),
        ["incident.outcome-recorded.v1"] = typeof(OutcomeRecorded),
        ["incident.call-kept.v1"] = typeof(CallKept),
        ["incident.call-ended.v1"] = typeof(CallEnded),
        ["incident.marked-supervised.v1"] = typeof(MarkedSupervised),
        ["incident.risk-flagged.v1"] = typeof(RiskFlagged),
        ["incident.caller-said.v1"] = typeof(CallerSaid),
        ["incident.grading-reviewed.v1"] = typeof(GradingReviewed),
        ["incident.check-recorded.v1"] = typeof(CheckRecorded),
        ["incident.markers-found.v1"] = typeof(MarkersFound),
        ["incident.briefing-acknowledged.v1"] = typeof(BriefingAcknowledged),
        ["unit.booked-on.v1"] = typeof(UnitBookedOn),
        ["unit.status-changed.v1"] = typeof(UnitStatusChanged),
        ["unit.committed.v1"] = typeof(UnitCommitted),
        ["unit.freed.v1"] = typeof(UnitFreed),
        ["unit.emergency-raised.v1"] = typeof(EmergencyRaised),
        ["unit.booked-off.v1"] = typeof(UnitBookedOff),
        ["marker.added.v1"] = typeof(MarkerAdded),
        ["marker.extended.v1"] = typeof(MarkerExtended),
        ["marker.withdrawn.v1"] = typeof(MarkerWithdrawn),
        ["marker.contact-made.v1"] = typeof(MarkerContactMade),
        ["marker.escalated.v1"] = typeof(MarkerEscalated),
        ["misconduct.reported.v1"] = typeof(MisconductReported),
        ["misconduct.taken.v1"] = typeof(MisconductTaken),
        ["records.read.v1"] = typeof(RecordRead),
        ["numbers.block-reserved.v1"] = typeof(BlockReserved),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
