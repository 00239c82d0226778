using Despatch.Domain;
using Despatch.Gateway.Refusals;
using Grpc.Core;

namespace Despatch.Gateway.Tests;

/// <summary>The one place that maps refusals.</summary>
public sealed class RefusalStatusTests
{
    public static TheoryData<RefusalCode> Codes => [.. Enum.GetValues<RefusalCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_refusal_has_a_status(RefusalCode code)
    {
        var status = RefusalStatus.Of(code);
        Assert.True(status is not (StatusCode.OK or StatusCode.Unknown or StatusCode.Internal or StatusCode.Unavailable));
    }

    [Fact]
    public void A_refusal_carries_its_code_its_field_and_its_details()
    {
        var thrown = RefusalStatus.Exception(new Refusal(RefusalCode.UnitNotAvailable, "LX11 is with a prisoner – status 9.", "callsign"));

        Assert.Equal(StatusCode.FailedPrecondition, thrown.StatusCode);
        Assert.Equal("unit-not-available", thrown.Trailers.GetValue("refusal-code"));
        Assert.Equal("callsign", thrown.Trailers.GetValue("refusal-field"));
        var details = V1.Rpc.Status.Parser.ParseFrom(thrown.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal((int)StatusCode.FailedPrecondition, details.Code);
        var refusal = Assert.Single(details.Details).Unpack<V1.Refusal>();
        Assert.Equal(("unit-not-available", "callsign"), (refusal.Code, refusal.Field));
        Assert.Equal("LX11 is with a prisoner – status 9.", refusal.Message);
    }
}
