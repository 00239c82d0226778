using Despatch.Host.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Host.Tests;

/// <summary>What must be refused, with the field and the rule named, and nothing changed.</summary>
public sealed class BadInputTests(London london)
{
    private const int HundredKilobytes = 100_000;

    [Theory]
    [InlineData(200, 51.5, "location.point.longitude")]
    [InlineData(-0.1, 95, "location.point.latitude")]
    [InlineData(51.5, -0.1, "location.point")]
    [InlineData(double.NaN, 51.5, "location.point.longitude")]
    public Task Coordinates_off_Earth_or_swapped(double longitude, double latitude, string field) => RefusedAsync(
        "invalid-field", field, StatusCode.InvalidArgument,
        cad => london.Bow.Incidents.LocateAsync(
            new V1.LocateRequest
            {
                Command = Gateway.Command(),
                Cad = cad,
                Location = new V1.Location { Point = new V1.Point { Longitude = longitude, Latitude = latitude } },
            },
            Gateway.CallHandler));

    [Fact]
    public Task A_grade_unspecified() => RefusedAsync(
        "invalid-field", "grade", StatusCode.InvalidArgument,
        cad => london.Bow.Incidents.GradeAsync(new V1.GradeRequest { Command = Gateway.Command(), Cad = cad }, Gateway.CallHandler));

    [Theory]
    [InlineData(0)]
    [InlineData(HundredKilobytes)]
    public Task Texts_that_are_empty_or_far_too_long(int length) => RefusedAsync(
        "invalid-field", "words", StatusCode.InvalidArgument,
        cad => london.Bow.Incidents.AddEntryAsync(
            new V1.AddEntryRequest { Command = Gateway.Command(), Cad = cad, Words = new string('x', length) }, Gateway.CallHandler));

    [Fact]
    public Task An_unknown_callsign() => RefusedAsync(
        "unit-not-booked-on", "callsign", StatusCode.NotFound,
        cad => london.Bow.Incidents.AssignAsync(
            new V1.AssignRequest { Command = Gateway.Command(), Cad = cad, Callsign = "ZZ99" }, Gateway.Despatcher));

    [Fact]
    public Task An_unknown_CAD_number() => RefusedAsync(
        "incident-unknown", "cad", StatusCode.NotFound,
        _ => london.Bow.Incidents.AddEntryAsync(
            new V1.AddEntryRequest { Command = Gateway.Command(), Cad = "987654/21NOV26", Words = "hello" }, Gateway.CallHandler));

    [Fact]
    public Task An_unknown_result_code() => RefusedAsync(
        "invalid-field", "result_code", StatusCode.InvalidArgument,
        cad => london.Bow.Incidents.ResultAsync(
            new V1.ResultRequest { Command = Gateway.Command(), Cad = cad, ResultCode = "nonsense" }, Gateway.Despatcher));

    [Fact]
    public Task An_unknown_pod() => RefusedAsync(
        "invalid-field", "pod", StatusCode.InvalidArgument,
        _ => london.Bow.Incidents.OpenAsync(
            new V1.OpenIncidentRequest { Command = Gateway.Command(), OpeningCode = "01", Words = "help", Pod = "QQ" }, Gateway.CallHandler));

    [Fact]
    public Task A_wrong_role() => RefusedAsync(
        "role-not-allowed", "x-role", StatusCode.PermissionDenied,
        cad => london.Bow.Incidents.AssignAsync(
            new V1.AssignRequest { Command = Gateway.Command(), Cad = cad, Callsign = "AS103" }, Gateway.CallHandler),
        unit: "AS103");

    [Fact]
    public Task A_command_past_its_deadline() => RefusedAsync(
        "command-expired", "command.deadline", StatusCode.DeadlineExceeded,
        cad => london.Bow.Incidents.AddEntryAsync(
            new V1.AddEntryRequest
            {
                Command = new V1.Command
                {
                    CommandId = Guid.NewGuid().ToString("N"),
                    Deadline = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddMinutes(-1)),
                },
                Cad = cad,
                Words = "late",
            },
            Gateway.CallHandler));

    [Fact]
    public async Task A_time_in_the_future_and_a_status_that_no_crew_can_have_next()
    {
        await london.Lambeth.BookOnAsync("SE109");
        var future = new V1.Fix
        {
            Point = new V1.Point { Longitude = 0.01, Latitude = 51.48 },
            At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddMinutes(5)),
        };
        var request = new V1.SetStatusRequest { Command = Gateway.Command(), Callsign = "SE109", Status = 3, Fix = future };
        await IsRefusedAsync("invalid-field", "fix.at", StatusCode.InvalidArgument, () => london.Bow.Units.SetStatusAsync(request, Gateway.Crew));

        request = new V1.SetStatusRequest { Command = Gateway.Command(), Callsign = "SE109", Status = 6 };
        await IsRefusedAsync(
            "status-not-possible", "status", StatusCode.FailedPrecondition, () => london.Bow.Units.SetStatusAsync(request, Gateway.Crew));
        Assert.Equal(2, (await london.Hendon.UnitAsync("SE109")).Status);
    }

    [Fact]
    public async Task A_unit_assigned_twice()
    {
        await london.Lambeth.BookOnAsync("SW101");
        var first = await london.Lambeth.OpenAsync("SW");
        await london.Lambeth.AssignAsync(first, "SW101");

        await RefusedAsync(
            "unit-committed", "divert_reason", StatusCode.FailedPrecondition,
            cad => london.Bow.Incidents.AssignAsync(
                new V1.AssignRequest { Command = Gateway.Command(), Cad = cad, Callsign = "SW101" }, Gateway.Despatcher));
        await IsRefusedAsync(
            "unit-already-assigned", "callsign", StatusCode.FailedPrecondition,
            () => london.Bow.Incidents.AssignAsync(
                new V1.AssignRequest { Command = Gateway.Command(), Cad = first, Callsign = "SW101" }, Gateway.Despatcher));
        Assert.Equal(first, (await london.Hendon.UnitAsync("SW101")).Cad);
    }

    [Fact]
    public async Task A_closed_incident_changed()
    {
        var cad = await london.Lambeth.OpenAsync("NW");
        await london.Hendon.CloseAsync(cad);
        await IsRefusedAsync(
            "incident-closed", "cad", StatusCode.FailedPrecondition,
            () => london.Bow.Incidents.AddEntryAsync(
                new V1.AddEntryRequest { Command = Gateway.Command(), Cad = cad, Words = "more" }, Gateway.CallHandler));
    }

    [Fact]
    public async Task A_message_over_the_size_limit()
    {
        var cad = await london.Lambeth.OpenAsync("AW");
        var request = new V1.AddEntryRequest { Command = Gateway.Command(), Cad = cad, Words = new string('x', 2 * 1024 * 1024) };
        var e = await Assert.ThrowsAsync<RpcException>(async () => await london.Bow.Incidents.AddEntryAsync(request, Gateway.CallHandler));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task Nobody_and_an_unknown_role()
    {
        var ct = TestContext.Current.CancellationToken;
        var request = new V1.GetPodRequest { Code = "AS" };
        var nobody = await Assert.ThrowsAsync<RpcException>(async () => await london.Bow.Pods.GetAsync(request, cancellationToken: ct));
        Assert.Equal(StatusCode.Unauthenticated, nobody.StatusCode);
        Assert.Contains("x-operator", nobody.Status.Detail, StringComparison.Ordinal);
        var role = await Assert.ThrowsAsync<RpcException>(async () => await london.Bow.Pods.GetAsync(request, Gateway.As("X1", "commissioner")));
        Assert.Contains("x-role", role.Status.Detail, StringComparison.Ordinal);
    }

    private async Task RefusedAsync<T>(string code, string field, StatusCode status, Func<string, AsyncUnaryCall<T>> act, string? unit = null)
    {
        if (unit is not null)
        {
            await london.Lambeth.BookOnAsync(unit);
        }

        var cad = await london.Lambeth.OpenAsync("CN");
        await IsRefusedAsync(code, field, status, () => act(cad));
        Assert.Equal(2, (await london.Hendon.HistoryAsync(cad)).Length);
    }

    private static async Task IsRefusedAsync<T>(string code, string field, StatusCode status, Func<AsyncUnaryCall<T>> act)
    {
        var e = await Assert.ThrowsAsync<RpcException>(async () => await act());
        Assert.Equal(
            (code, field, status), (e.Trailers.GetValue("refusal-code"), e.Trailers.GetValue("refusal-field"), e.StatusCode));
        Assert.NotEmpty(e.Status.Detail);
        Assert.NotNull(e.Trailers.GetValueBytes("grpc-status-details-bin"));
    }
}
