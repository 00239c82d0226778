using Despatch.Domain;
using Despatch.Domain.Command;

namespace Despatch.Gateway.History;

/// <summary>The facts of command in words; null for any other fact.</summary>
internal static class CommandWords
{
    public static string? Of(DomainEvent fact) => fact switch
    {
        CentralCommandBegan e => $"The centre {(e.Part == CentralPart.Commands ? "commands" : "co-ordinates")} it from the start: opening code {e.Code}.",
        CommandTaken e => $"{e.By.Operator} took command on the ground of {Ground(e.Ground)}: {e.Rationale}",
        SeniorTeamTold e => $"{e.Name} of the borough's senior team was told that command was taken: {e.Words}",
        DecisionRecorded e => $"Decision: {e.Decision} Rationale: {e.Rationale}",
        CommandAccepted e => $"{e.AcceptedBy} of the borough's senior team accepted command: {e.Words}",
        IncidentDeclared e => $"Declared {(e.Level == DeclarationLevel.Major ? "major" : "critical")}: {e.Words}{Report(e.Methane)}",
        MethaneReported e => $"Reported.{Report(e.Methane)}",
        DutyOfficerInformed e => $"{e.Name}, duty officer, was told: {e.Words}",
        DeclarationEnded e => $"No longer critical or major: {e.Words}",
        _ => null,
    };

    private static string Report(Methane? m) => m is null
        ? ""
        : $" Major incident: {m.Major}. Exact location: {m.Location}. Type: {m.Type}. Hazards: {m.Hazards}. Access: {m.Access}. "
            + $"Number of casualties: {m.Casualties}. Emergency services: {m.Services}.";

    private static string Ground(CommandGround ground) => ground switch
    {
        CommandGround.ServicePolicy => "service policy",
        CommandGround.NonCompliance => "non-compliance with service policy",
        CommandGround.LackOfResources => "lack of resources and expertise",
        CommandGround.HealthAndSafety => "health and safety",
        CommandGround.HumanRights => "human rights",
        CommandGround.Legality => "legality",
        CommandGround.RiskAssessment => "the risk assessment",
        _ => throw new ArgumentException($"There are no words for {ground}.", nameof(ground)),
    };
}
