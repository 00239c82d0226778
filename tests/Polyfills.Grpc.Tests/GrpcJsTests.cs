using Grpc.Core;

namespace Polyfills.Grpc.Tests;

/// <summary>The client of Node against our server.</summary>
public sealed class GrpcJsTests(GrpcJsRun js) : IClassFixture<GrpcJsRun>
{
    private const string Words = "50% ärger\nfür 警察";

    [Fact]
    public async Task Grpc_js_makes_a_unary_call()
    {
        var r = await js.CaseAsync("unary");
        Assert.Equal(("hé", 3), (r.Text("text"), r.Number("count")));
    }

    [Fact]
    public async Task Grpc_js_reads_a_server_stream_in_order() =>
        Assert.Equal(Enumerable.Range(0, 500), (await js.CaseAsync("serverStream")).Numbers("counts"));

    [Fact]
    public async Task Grpc_js_sends_a_client_stream() => Assert.Equal("abc", (await js.CaseAsync("clientStream")).Text("text"));

    [Fact]
    public async Task Grpc_js_talks_back_and_forth() =>
        Assert.Equal(Enumerable.Range(0, 20), (await js.CaseAsync("duplex")).Numbers("counts"));

    [Fact]
    public async Task Grpc_js_gets_its_metadata_back_bytes_and_all()
    {
        var r = await js.CaseAsync("metadata");
        Assert.Equal(["one", "two"], r.Texts("ascii").SelectMany(t => t.Split(",", StringSplitOptions.TrimEntries)));
        Assert.Equal("[[0,255,10]]", r.GetProperty("binary").GetRawText());
    }

    [Fact]
    public async Task Grpc_js_reads_status_details_and_words_beyond_ASCII()
    {
        var r = await js.CaseAsync("statusDetails");
        Assert.Equal((StatusCode.FailedPrecondition, Words), (r.Code(), r.Text("details")));
        Assert.Equal([Convert.ToHexStringLower(EchoService.Details)], r.Texts("bin"));
        Assert.Equal(["because"], r.Texts("why"));
    }

    [Fact]
    public async Task Grpc_js_reads_status_details_behind_a_stream()
    {
        var r = await js.CaseAsync("streamFailure");
        Assert.Equal((3, StatusCode.FailedPrecondition, Words), (r.Number("count"), r.Code(), r.Text("details")));
        Assert.Equal([Convert.ToHexStringLower(EchoService.Details)], r.Texts("bin"));
    }

    [Fact]
    public async Task Grpc_js_is_not_told_what_a_handler_threw()
    {
        var r = await js.CaseAsync("exception");
        Assert.Equal((StatusCode.Unknown, "Exception was thrown by handler."), (r.Code(), r.Text("details")));
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("unknownService")]
    public async Task Grpc_js_learns_that_a_method_is_unimplemented(string name) =>
        Assert.Equal(StatusCode.Unimplemented, (await js.CaseAsync(name)).Code());

    [Fact]
    public async Task Grpc_js_learns_that_a_message_was_not_protobuf() =>
        Assert.Contains(
            (await js.CaseAsync("notProtobuf")).Code(), new[] { StatusCode.Internal, StatusCode.InvalidArgument, StatusCode.Unknown });

    [Theory]
    [InlineData("deadline", "js-deadline")]
    [InlineData("deadlineOfDeafHandler", "js-deaf")]
    public async Task A_deadline_of_grpc_js_ends_the_call_on_both_sides(string name, string text)
    {
        Assert.Equal(StatusCode.DeadlineExceeded, (await js.CaseAsync(name)).Code());
        await js.Host.Sightings.Ended(text).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("cancelUnary", "js-cancel")]
    [InlineData("cancelServerStream", "js-cancel-stream")]
    [InlineData("cancelDuplex", "js-cancel-duplex")]
    public async Task A_cancellation_of_grpc_js_reaches_the_handler(string name, string text)
    {
        Assert.Equal(StatusCode.Cancelled, (await js.CaseAsync(name)).Code());
        await js.Host.Sightings.Ended(text).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Grpc_js_sends_and_gets_a_large_message() => Assert.Equal("True", (await js.CaseAsync("large")).Text("same"));

    [Theory]
    [InlineData("oversized")]
    [InlineData("gzipBomb")]
    public async Task Grpc_js_learns_that_a_message_was_too_large(string name) =>
        Assert.Equal(StatusCode.ResourceExhausted, (await js.CaseAsync(name)).Code());

    [Fact]
    public async Task A_connection_outlives_an_oversized_message() =>
        Assert.Equal("still here", (await js.CaseAsync("afterOversized")).Text("text"));

    [Fact]
    public async Task Grpc_js_compresses() => Assert.Equal(100_000, (await js.CaseAsync("gzip")).Number("length"));

    [Fact]
    public async Task Grpc_js_makes_many_calls_at_once() => Assert.Equal(500, (await js.CaseAsync("manyAtOnce")).Number("right"));

    [Theory]
    [InlineData("reflectionV1")]
    [InlineData("reflectionV1Alpha")]
    public async Task Reflection_names_the_services_and_their_files(string name)
    {
        var r = await js.CaseAsync(name);
        Assert.Contains("polyfill.test.v1.Echo", r.Texts("services"));
        Assert.Contains("grpc.health.v1.Health", r.Texts("services"));
        Assert.Equal(["echo.proto"], r.Texts("files"));
    }

    [Fact]
    public async Task Reflection_says_what_it_does_not_know() =>
        Assert.Equal(StatusCode.NotFound, (await js.CaseAsync("reflectionV1")).Code("missing"));

    [Theory]
    [InlineData("healthCheck")]
    [InlineData("healthWatch")]
    public async Task Health_is_serving(string name) => Assert.Equal(1, (await js.CaseAsync(name)).Number("status"));

    [Fact]
    public async Task Health_of_a_service_nobody_named_is_not_found() =>
        Assert.Equal(StatusCode.NotFound, (await js.CaseAsync("healthCheckOfUnknown")).Code());
}
