namespace Polyfills.Grpc.Tests;

/// <summary>A browser's client against our server, over HTTP/1.1.</summary>
public sealed class ConnectWebTests(ConnectWebRun web) : IClassFixture<ConnectWebRun>
{
    [Fact]
    public async Task Connect_web_makes_a_unary_call()
    {
        var r = await web.CaseAsync("unary");
        Assert.Equal(("hé", 7, 3), (r.Text("text"), r.Number("count"), r.Number("size")));
    }

    [Fact]
    public async Task Connect_web_reads_a_server_stream_in_order() =>
        Assert.Equal(Enumerable.Range(0, 200), (await web.CaseAsync("serverStream")).Numbers("counts"));

    [Fact]
    public async Task Connect_web_gets_a_large_message() => Assert.Equal(2_000_000, (await web.CaseAsync("large")).Number("size"));

    [Fact]
    public async Task Connect_web_reads_trailers() => Assert.Equal("yes", (await web.CaseAsync("trailers")).Text("seen"));

    [Theory]
    [InlineData("failure")]
    [InlineData("streamFailure")]
    public async Task Connect_web_reads_a_status_with_its_details(string name)
    {
        var r = await web.CaseAsync(name);
        // It prefers the message of the details to the one of the status.
        Assert.Equal(
            ("FailedPrecondition", "details", "because", Convert.ToHexStringLower(EchoService.Details)),
            (r.Text("code"), r.Text("message"), r.Text("why"), r.Text("bin")));
    }

    [Fact]
    public async Task Connect_web_learns_that_a_method_is_unimplemented() =>
        Assert.Equal("Unimplemented", (await web.CaseAsync("absent")).Text("code"));

    [Fact]
    public async Task A_deadline_of_connect_web_ends_the_call_on_both_sides()
    {
        Assert.Equal("DeadlineExceeded", (await web.CaseAsync("deadline")).Text("code"));
        await web.Host.Sightings.Ended("web-deadline").WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("cancel", "web-cancel")]
    [InlineData("cancelStream", "web-cancel-stream")]
    public async Task A_cancellation_of_connect_web_reaches_the_handler(string name, string text)
    {
        Assert.Equal("Canceled", (await web.CaseAsync(name)).Text("code"));
        await web.Host.Sightings.Ended(text).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Base64_bodies_are_read_and_written()
    {
        var r = await web.CaseAsync("text");
        Assert.StartsWith("application/grpc-web-text", r.Text("type"), StringComparison.Ordinal);
        Assert.Equal([0, 0, 0, 0, 3, 0x0a, 1, 0x78], r.Numbers("message"));
        Assert.Contains("grpc-status: 0", r.Text("trailers"), StringComparison.Ordinal);
    }
}
