using Despatch.Domain.MissingPersons;
using Despatch.Pack;

namespace Despatch.Gateway.Wire;

/// <summary>Other forces and what is between them and this one, as the API's messages.</summary>
internal static class ForceRows
{
    public static V1.OtherForce Write(OtherForce force) =>
        new() { Code = force.Code, Name = force.Name, SupervisorNumber = force.SupervisorNumber };

    public static V1.ForceRequest Write(ForceRequest request) => new()
    {
        Request = request.Id,
        Direction = request.Direction switch
        {
            ForceDirection.ToForce => V1.ForceDirection.ToForce,
            ForceDirection.FromForce => V1.ForceDirection.FromForce,
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Direction, "Not a direction."),
        },
        Kind = request.Kind switch
        {
            ForceRequestKind.Enquiries => V1.ForceRequestKind.Enquiries,
            ForceRequestKind.Transfer => V1.ForceRequestKind.Transfer,
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Kind, "Not a kind."),
        },
        Force = request.Force,
        Words = request.Words,
        RequestedAt = ToWire.Time(request.RequestedAt),
        Stage = Write(request.Stage),
        AcknowledgedBy = request.AcknowledgedBy,
        OurCommander = request.OurCommander,
        TheirCommander = request.TheirCommander,
        DecidedBy = request.DecidedBy,
        Rationale = request.Rationale,
    };

    public static V1.ForceRequestStage Write(ForceRequestStage stage) => stage switch
    {
        ForceRequestStage.Requested => V1.ForceRequestStage.Requested,
        ForceRequestStage.Acknowledged => V1.ForceRequestStage.Acknowledged,
        ForceRequestStage.WithInspectors => V1.ForceRequestStage.WithInspectors,
        ForceRequestStage.WithChiefInspectors => V1.ForceRequestStage.WithChiefInspectors,
        ForceRequestStage.Accepted => V1.ForceRequestStage.Accepted,
        ForceRequestStage.Refused => V1.ForceRequestStage.Refused,
        ForceRequestStage.Withdrawn => V1.ForceRequestStage.Withdrawn,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Not a stage."),
    };

    public static ForceDirection? Read(V1.ForceDirection wire) => wire switch
    {
        V1.ForceDirection.ToForce => ForceDirection.ToForce,
        V1.ForceDirection.FromForce => ForceDirection.FromForce,
        _ => null,
    };

    public static ForceRequestKind? Read(V1.ForceRequestKind wire) => wire switch
    {
        V1.ForceRequestKind.Enquiries => ForceRequestKind.Enquiries,
        V1.ForceRequestKind.Transfer => ForceRequestKind.Transfer,
        _ => null,
    };

    public static ForceNotice? Read(V1.ForceNotice wire) => wire switch
    {
        V1.ForceNotice.Email => ForceNotice.Email,
        V1.ForceNotice.CommandLog => ForceNotice.CommandLog,
        V1.ForceNotice.TransferForm => ForceNotice.TransferForm,
        _ => null,
    };
}
