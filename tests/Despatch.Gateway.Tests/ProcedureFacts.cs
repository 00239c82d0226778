using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Procedures;
using Despatch.Domain.Units;

namespace Despatch.Gateway.Tests;

/// <summary>The facts of a procedure, with their words.</summary>
internal static class ProcedureFacts
{
    private static readonly Actor By = new("PC 1", Role.Despatcher);
    private static readonly DateTimeOffset At = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    private static readonly Procedure Death = new(
        "36",
        [new("vital-signs", Role.CallHandler, "Is she breathing?", false, [])],
        [new("ambulance", "attend", []), new("network-rail", "caution", ["train"])],
        [new(Skill.MethodOfEntry, [])],
        [new("seen", "the person was seen")],
        ["suspicious-deaths"]);

    public static IReadOnlyList<(DomainEvent Fact, string Says)> All { get; } =
    [
        (new ProcedureOpened(Death, Instead: false) { At = At, By = By },
            "The procedure of 36 was opened. vital-signs (to the call-handler): Is she breathing?; call ambulance: attend; send method-of-entry; "
            + "before closing: the person was seen; closes on a supervisor's word (suspicious-deaths)."),
        (new ProcedureOpened(Procedure.None with { Code = "01" }, Instead: true) { At = At, By = By },
            "The procedure of 01 was opened in place of the former. It asks for nothing."),
        (new IncidentRecoded("36", "40", "she may be dead") { At = At, By = By }, "Recoded from 40 to 36: she may be dead"),
        (new QuestionAsked("asked-1", Role.Supervisor, "suspicious?") { At = At, By = By }, "Question asked-1 to the supervisor: suspicious?"),
        (new QuestionAnswered("asked-1", "no") { At = At, By = By }, "Answer to asked-1: no"),
        (new QuestionWithdrawn("asked-1", "the crew is there") { At = At, By = By }, "Question asked-1 was withdrawn because: the crew is there"),
        (new AgencyRequested("taxi-firm", "taxi-firm", "where to?") { At = At, By = By }, "taxi-firm is to be called (taxi-firm): where to?"),
        (new AgencyCalled("taxi-firm", "police", "e-mail us", AgencyReply.PutOff) { At = At, By = By },
            "taxi-firm was called and told: police. It puts off, which is no answer: e-mail us"),
        (new AgencyCalled("taxi-firm", "police", "", AgencyReply.None) { At = At, By = By }, "taxi-firm was called and told: police. It has not answered."),
        (new AgencyCalled("taxi-firm", "", "to the crossing", AgencyReply.Agreed) { At = At, By = By },
            "taxi-firm was called. It does what it was asked: to the crossing"),
        (new AgencyCalled("taxi-firm", "", "no", AgencyReply.Refused) { At = At, By = By }, "taxi-firm was called. It refuses: no"),
        (new AgencyRequestWithdrawn("taxi-firm", "found") { At = At, By = By }, "The request taxi-firm was withdrawn because: found"),
        (new OutcomeRecorded("seen", "spoken to", "AS21") { At = At, By = By }, "Outcome seen, by AS21: spoken to"),
        (new CallKept("contact-1") { At = At, By = By }, "The caller of contact-1 is on the line."),
        (new CallEnded("contact-1") { At = At, By = By }, "The call of contact-1 is over."),
        (new MarkedSupervised("police-restraint", "held down") { At = At, By = By }, "Marked as a supervised type, police-restraint: held down"),
    ];
}
