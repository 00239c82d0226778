using Despatch.Domain;
using Despatch.Domain.MissingPersons;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>What the API offers of requests between forces.</summary>
internal sealed partial class IncidentsService
{
    public override Task<V1.CommandReply> RequestForce(V1.RequestForceRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new RequestForce(
            Required(check, ForceRows.Read(request.Direction), "direction"),
            Required(check, ForceRows.Read(request.Kind), "kind"),
            OtherForce(check, request.Force, "force"),
            Required(check, ForceRows.Read(request.Notice), "notice"),
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> AcknowledgeForceRequest(V1.AcknowledgeForceRequestRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new AcknowledgeForceRequest(
            check.Id(request.Request, "request"),
            check.Text(request.Name, "name", TextChecks.NameLength),
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> EscalateForceRequest(V1.EscalateForceRequestRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new EscalateForceRequest(
            check.Id(request.Request, "request"),
            Rank(check, request.To, "to", Role.DutyOfficer),
            check.Text(request.Ours, "ours", TextChecks.NameLength),
            check.Text(request.Theirs, "theirs", TextChecks.NameLength),
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> DecideForceRequest(V1.DecideForceRequestRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new DecideForceRequest(
            check.Id(request.Request, "request"),
            request.Accepted,
            check.OptionalText(request.DecidedBy, "decided_by", TextChecks.NameLength),
            request.Rank.Length > 0 ? Rank(check, request.Rank, "rank", Role.Supervisor) : null,
            check.OptionalText(request.Rationale, "rationale", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> WithdrawForceRequest(V1.WithdrawForceRequestRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new WithdrawForceRequest(
            check.Id(request.Request, "request"), check.OptionalText(request.Reason, "reason", TextChecks.ReasonLength)));

    private static T Required<T>(Check check, T? value, string field)
        where T : struct, Enum
    {
        check.Must(value is not null, field, "must be said, by a known value");
        return value ?? default;
    }

    private static string OtherForce(Check check, string code, string field)
    {
        check.Must(check.Pack.OtherForces.ContainsKey(code), field, "must be the code of another force, as Forces.List has it");
        return code;
    }

    /// <summary>A police rank at least as high, as the role that stands for it.</summary>
    private static Role Rank(Check check, string name, string field, Role least)
    {
        var role = Roles.Read(name);
        var known = role is Role.Supervisor or Role.DutyOfficer or Role.ChiefInspector && role >= least;
        check.Must(known, field, least == Role.DutyOfficer ? "must be duty-officer or chief-inspector" : "must be supervisor, duty-officer or chief-inspector");
        return role ?? least;
    }
}
