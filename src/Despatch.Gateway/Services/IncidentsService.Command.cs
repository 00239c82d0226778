using Despatch.Domain.Command;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>What the API offers of command and of declarations.</summary>
internal sealed partial class IncidentsService
{
    public override Task<V1.CommandReply> TakeCommand(V1.TakeCommandRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new TakeCommand(
            Required(check, CommandRows.Read(request.Ground), "ground"), check.OptionalText(request.Rationale, "rationale", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> TellSeniorTeam(V1.TellSeniorTeamRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new TellSeniorTeam(
            check.Text(request.Name, "name", TextChecks.NameLength), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> RecordDecision(V1.RecordDecisionRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new RecordDecision(
            check.Text(request.Decision, "decision", TextChecks.ReasonLength),
            check.OptionalText(request.Rationale, "rationale", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> HandBackCommand(V1.HandBackCommandRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new HandBackCommand(
            check.Text(request.AcceptedBy, "accepted_by", TextChecks.NameLength), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> Declare(V1.DeclareRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new DeclareIncident(
            Required(check, CommandRows.Read(request.Level), "level"),
            check.Text(request.Words, "words", TextChecks.ReasonLength),
            request.Methane is null ? null : Methane(check, request.Methane)));

    public override Task<V1.CommandReply> ReportMethane(V1.ReportMethaneRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check =>
        {
            check.Must(request.Methane is not null, "methane", "must be given");
            return new ReportMethane(Methane(check, request.Methane ?? new V1.Methane()));
        });

    public override Task<V1.CommandReply> InformDutyOfficer(V1.InformDutyOfficerRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new InformDutyOfficer(
            check.Text(request.Name, "name", TextChecks.NameLength), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> EndDeclaration(V1.EndDeclarationRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new EndDeclaration(check.Text(request.Words, "words", TextChecks.ReasonLength)));

    private static Methane Methane(Check check, V1.Methane wire)
    {
        string Part(string text, string name) => check.Text(text, $"methane.{name}", TextChecks.ReasonLength);
        return new Methane(
            Part(wire.Major, "major"), Part(wire.Location, "location"), Part(wire.Type, "type"), Part(wire.Hazards, "hazards"),
            Part(wire.Access, "access"), Part(wire.Casualties, "casualties"), Part(wire.Services, "services"));
    }
}
