using System.Globalization;
using System.Text;
using Despatch.Domain;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Gateway.Refusals;

/// <summary>The one place that says which gRPC status a refusal becomes.</summary>
internal static class RefusalStatus
{
    /// <summary>Where google.rpc.Status travels, by gRPC's convention.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>The refusal's code, for clients that read no details.</summary>
    public const string CodeTrailer = "refusal-code";

    /// <summary>The field to blame, likewise.</summary>
    public const string FieldTrailer = "refusal-field";

    /// <summary>The status of a code.</summary>
    public static StatusCode Of(RefusalCode code) => code switch
    {
        RefusalCode.InvalidField or RefusalCode.ReasonNeeded => StatusCode.InvalidArgument,
        RefusalCode.CommandExpired => StatusCode.DeadlineExceeded,
        RefusalCode.CommandIdReused or RefusalCode.ContactExists or RefusalCode.RecordExists or RefusalCode.IncidentExists
            or RefusalCode.MarkerExists => StatusCode.AlreadyExists,
        RefusalCode.TooManyConflicts => StatusCode.Aborted,
        RefusalCode.RoleNotAllowed or RefusalCode.AuthorityNeeded or RefusalCode.SupervisorNeeded or RefusalCode.CommandCentral =>
            StatusCode.PermissionDenied,
        RefusalCode.ContactUnknown or RefusalCode.IncidentUnknown or RefusalCode.UnitNotBookedOn
            or RefusalCode.ForceRequestUnknown
            or RefusalCode.QuestionUnknown or RefusalCode.AgencyRequestUnknown or RefusalCode.OutcomeUnknown
            or RefusalCode.PromiseUnknown or RefusalCode.RecordUnknown or RefusalCode.MarkerUnknown => StatusCode.NotFound,
        RefusalCode.ContactEnded
            or RefusalCode.ContactUnattached
            or RefusalCode.RingBackOwed
            or RefusalCode.PromiseOpen
            or RefusalCode.OutcomeNotTold
            or RefusalCode.NoMessage
            or RefusalCode.IncidentClosed
            or RefusalCode.IncidentNotClosed
            or RefusalCode.IncidentNotGraded
            or RefusalCode.GradeUnchanged
            or RefusalCode.NotResulted
            or RefusalCode.NoEscalation
            or RefusalCode.NotTagged
            or RefusalCode.PersonNamed
            or RefusalCode.AlreadyLinked
            or RefusalCode.NotLinked
            or RefusalCode.NotTheEarlier
            or RefusalCode.NothingToReview
            or RefusalCode.MarkerWithdrawn
            or RefusalCode.UnitsCommitted
            or RefusalCode.OpenQuestionsRemain
            or RefusalCode.AgencyRequestsRemain
            or RefusalCode.CallInProgress
            or RefusalCode.AssessmentOutOfDate
            or RefusalCode.OutcomeMissing
            or RefusalCode.CodeUnchanged
            or RefusalCode.QuestionEnded
            or RefusalCode.AgencyRequestEnded
            or RefusalCode.AgencyRequestExists
            or RefusalCode.UnitBookedOn
            or RefusalCode.UnitNotAvailable
            or RefusalCode.UnitAlreadyAssigned
            or RefusalCode.UnitCommitted
            or RefusalCode.UnitNotAssigned
            or RefusalCode.CommandHeld
            or RefusalCode.CommandNotCentral
            or RefusalCode.AlreadyDeclared
            or RefusalCode.NotDeclared
            or RefusalCode.DeclarationStands
            or RefusalCode.ForceRequestStage
            or RefusalCode.ForceRequestOpen
            or RefusalCode.StatusNotPossible => StatusCode.FailedPrecondition,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No status is set for this refusal."),
    };

    /// <summary>The refusal as the end of a call, with all its details.</summary>
    public static RpcException Exception(Refusal refusal)
    {
        var code = Of(refusal.Code);
        var details = new V1.Rpc.Status { Code = (int)code, Message = refusal.Message, Details = { Any.Pack(ToWire(refusal)) } };
        var trailers = new Metadata
        {
            { DetailsTrailer, details.ToByteArray() },
            { CodeTrailer, refusal.WireCode },
        };
        if (refusal.Field.Length > 0)
        {
            trailers.Add(FieldTrailer, Ascii(refusal.Field));
        }

        return new RpcException(new Status(code, refusal.Message), trailers);
    }

    /// <summary>The refusal as a message.</summary>
    public static V1.Refusal ToWire(Refusal refusal) =>
        new() { Code = refusal.WireCode, Field = refusal.Field, Message = refusal.Message };

    /// <summary>A trailer holds printable ASCII only; the details hold the field as it is.</summary>
    private static string Ascii(string text)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            ascii.Append(c is >= ' ' and <= '~' ? c.ToString(CultureInfo.InvariantCulture) : "?");
        }

        return ascii.ToString();
    }
}
