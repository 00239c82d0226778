using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Despatch.Host.Tests.Hosting;

/// <summary>A span as it came over the wire: ids in hexadecimal, the parent's empty for the first of a trace.</summary>
internal sealed record CollectedSpan(string Trace, string Id, string Parent, string Name);

/// <summary>
/// An OpenTelemetry collector: takes OTLP over gRPC without TLS, and reads of it what the tests look at. Field numbers are those of
/// opentelemetry/proto/collector/{trace,metrics}/v1.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    private const int FramePrefix = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CollectedSpan> _spans = new();
    private readonly ConcurrentDictionary<string, bool> _metrics = new(StringComparer.Ordinal);

    private Collector(WebApplication app)
    {
        _app = app;
        _app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", http => TakeAsync(http, TakeSpans));
        _app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", http => TakeAsync(http, TakeMetrics));
    }

    public IReadOnlyList<CollectedSpan> Spans => [.. _spans];

    /// <summary>The names of the metrics that came.</summary>
    public IReadOnlyCollection<string> Metrics => [.. _metrics.Keys];

    public static async Task<Collector> StartAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        var collector = new Collector(builder.Build());
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Returns when that is so.</summary>
    public async Task UntilAsync(Func<Collector, bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!holds(this))
        {
            Assert.False(
                limit.IsCancellationRequested, $"Spans: {string.Join(", ", Spans.Select(s => s.Name).Distinct())}. Metrics: {string.Join(", ", Metrics)}.");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task TakeAsync(HttpContext http, Action<ByteString> take)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        take(ByteString.CopyFrom(body.ToArray().AsSpan(FramePrefix)));
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[FramePrefix]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    // resource_spans 1, scope_spans 2, spans 2; of a span: trace_id 1, span_id 2, parent_span_id 4, name 5.
    private void TakeSpans(ByteString request)
    {
        foreach (var span in Fields(request, 1).SelectMany(r => Fields(r, 2)).SelectMany(s => Fields(s, 2)))
        {
            _spans.Enqueue(new CollectedSpan(Hex(span, 1), Hex(span, 2), Hex(span, 4), Fields(span, 5).Single().ToStringUtf8()));
        }
    }

    // resource_metrics 1, scope_metrics 2, metrics 2; of a metric: name 1.
    private void TakeMetrics(ByteString request)
    {
        foreach (var metric in Fields(request, 1).SelectMany(r => Fields(r, 2)).SelectMany(s => Fields(s, 2)))
        {
            _metrics[Fields(metric, 1).Single().ToStringUtf8()] = true;
        }
    }

    private static string Hex(ByteString message, int field) => Convert.ToHexStringLower(Fields(message, field).FirstOrDefault(ByteString.Empty).Span);

    /// <summary>The values of a field that has a length, in a message.</summary>
    private static List<ByteString> Fields(ByteString message, int field)
    {
        var found = new List<ByteString>();
        var input = message.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                found.Add(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
