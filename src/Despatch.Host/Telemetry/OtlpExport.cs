using System.Reflection;
using Despatch.Board;
using Despatch.EventLog;
using Despatch.Gateway;
using Despatch.Grains;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Despatch.Host.Telemetry;

/// <summary>
/// Sends this process's traces and metrics to an OpenTelemetry collector (README.md beside this file lists them). One a process, started
/// before its silos; disposing of it sends what is left. The collector may be away: then they are lost, and nothing else is.
/// </summary>
/// <remarks>
/// Protocol, headers, intervals and further attributes are the exporter's own to read, from the standard OTEL_ variables. The protocol's
/// default is gRPC.
/// </remarks>
internal sealed class OtlpExport : IDisposable
{
    /// <summary>The standard name of what <c>--otlp</c> says.</summary>
    public const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string SamplerVariable = "OTEL_TRACES_SAMPLER";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private OtlpExport(TracerProvider traces, MeterProvider metrics) => (_traces, _metrics) = (traces, metrics);

    /// <summary>Starts to export; null, and no cost, for an empty address.</summary>
    /// <param name="address">Where the collector listens.</param>
    /// <param name="instance">The process among the cluster's, such as <c>hendon-1</c>.</param>
    /// <exception cref="UriFormatException">The address is none.</exception>
    public static OtlpExport? Start(string address, string instance)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new UriFormatException(
                $"--otlp (or {Variable}) must be the http or https address of a collector, for example http://127.0.0.1:4317.");
        }

        // To the exporter this is no different from the variable: it adds the paths that the protocol in use wants.
        Environment.SetEnvironmentVariable(Variable, uri.AbsoluteUri);
        return new OtlpExport(Traces(instance), Metrics(instance));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static TracerProvider Traces(string instance)
    {
        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource(instance))
            .AddSource(GatewayTelemetry.Name, GrainTelemetry.Name, LogTelemetry.Name, BoardInstruments.Name, "Microsoft.Orleans.Application")
            .AddOtlpExporter();
        if (Environment.GetEnvironmentVariable(SamplerVariable) is null)
        {
            traces.SetSampler(new ParentBasedSampler(new FromOutside()));
        }

        return traces.Build();
    }

    private static MeterProvider Metrics(string instance) => Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(Resource(instance))
        .AddMeter(GrainTelemetry.Name, LogTelemetry.Name, BoardInstruments.Name)
        .AddMeter("System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "Microsoft.Orleans")
        .AddOtlpExporter()
        .Build();

    /// <summary>The environment's words come last: they win.</summary>
    private static ResourceBuilder Resource(string instance) => ResourceBuilder.CreateEmpty()
        .AddService(
            "despatch",
            serviceVersion: typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            autoGenerateServiceInstanceId: false,
            serviceInstanceId: instance)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    /// <summary>A trace begins with a call from outside. What silos tell each other four times a second all day is none.</summary>
    private sealed class FromOutside : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            new(samplingParameters.Kind == System.Diagnostics.ActivityKind.Server ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
