using System.Diagnostics;
using Despatch.Domain;
using Despatch.Grains;
using Despatch.TestTools;
using Grpc.Core;

namespace Despatch.Gateway.Tests;

/// <summary>The first span of a trace.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Cad = "4711/21NOV26";

    private readonly Spans _spans = new();
    private readonly GatewayFixture _gateway = new();

    public ValueTask InitializeAsync() => _gateway.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _spans.Dispose();
    }

    [Fact]
    public async Task A_call_goes_on_with_its_callers_trace()
    {
        await _gateway.Incidents.AddEntryAsync(Entry(), Traced(out var trace, out var parent));
        var span = await SpanAsync(trace);
        Assert.Equal((parent, ActivityKind.Server, ActivityStatusCode.Unset), (span.ParentSpanId, span.Kind, span.Status));
        Assert.Equal(("grpc", "despatch.v1.Incidents", "AddEntry"), (Tag(span, "rpc.system"), Tag(span, "rpc.service"), Tag(span, "rpc.method")));
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_no_error()
    {
        _gateway.Grains.Execute = _ => Task.FromResult(Answer.Refused(new Refusal(RefusalCode.IncidentClosed, "It is closed.", "cad")));
        await Assert.ThrowsAsync<RpcException>(async () => await _gateway.Incidents.AddEntryAsync(Entry(), Traced(out var trace, out _)));
        var span = await SpanAsync(Last);
        Assert.Equal(("incident-closed", ActivityStatusCode.Unset), (Tag(span, "despatch.answer"), span.Status));
        Assert.Equal((int)StatusCode.FailedPrecondition, span.GetTagItem("rpc.grpc.status_code"));
    }

    [Fact]
    public async Task A_fault_is_an_error()
    {
        _gateway.Grains.Execute = _ => throw new InvalidOperationException("It broke, says the test.");
        await Assert.ThrowsAsync<RpcException>(async () => await _gateway.Incidents.AddEntryAsync(Entry(), Traced(out _, out _)));
        Assert.Equal(ActivityStatusCode.Error, (await SpanAsync(Last)).Status);
    }

    [Fact]
    public async Task Without_a_callers_trace_it_begins_one_that_the_grain_is_called_in()
    {
        ActivityTraceId? seen = null;
        _gateway.Grains.Execute = asked =>
        {
            seen = Activity.Current!.TraceId;
            return Task.FromResult(Answer.Done(7, asked.Key));
        };
        await _gateway.Incidents.AddEntryAsync(Entry(), GatewayFixture.AsSupervisor);
        var span = await SpanAsync(seen!.Value);
        Assert.Equal(default, span.ParentSpanId);
    }

    private ActivityTraceId Last { get; set; }

    private static string? Tag(Activity span, string name) => span.GetTagItem(name) as string;

    private static V1.AddEntryRequest Entry() => new() { Command = GatewayFixture.Command(), Cad = Cad, Words = "hello" };

    private CallOptions Traced(out ActivityTraceId trace, out ActivitySpanId parent)
    {
        (trace, parent) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        Last = trace;
        var headers = GatewayFixture.Supervisor;
        headers.Add("traceparent", $"00-{trace}-{parent}-01");
        return GatewayFixture.As(headers);
    }

    private async Task<Activity> SpanAsync(ActivityTraceId trace)
    {
        const string name = "despatch.v1.Incidents/AddEntry";
        var spans = await _spans.OfAsync(trace, TestContext.Current.CancellationToken, name);
        return Assert.Single(spans, s => string.Equals(s.OperationName, name, StringComparison.Ordinal));
    }
}
