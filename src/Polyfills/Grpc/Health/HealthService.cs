using Grpc.AspNetCore.HealthChecks;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.HealthCheck;

/// <summary>The health service of ASP.NET's health checks.</summary>
internal sealed class HealthService(
    HealthServiceImpl published, HealthCheckService checks, IOptions<GrpcHealthChecksOptions> options, IHostApplicationLifetime lifetime)
    : Grpc.Health.V1.Health.HealthBase
{
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        if (options.Value.UseHealthChecksCache)
        {
            return await published.Check(request, context);
        }

        return options.Value.Services.TryGetValue(request.Service, out var mapping)
            ? new HealthCheckResponse { Status = await RunAsync(mapping, context.CancellationToken) }
            : throw new RpcException(new Status(StatusCode.NotFound, ""));
    }

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        if (options.Value.Services.TryGetValue(request.Service, out var mapping) && !options.Value.UseHealthChecksCache)
        {
            // The publisher runs only now and then; a watcher begins with the truth.
            published.SetStatus(request.Service, await RunAsync(mapping, context.CancellationToken));
        }

        // A server cannot stop while a call is open.
        var stopping = options.Value.SuppressCompletionOnShutdown ? CancellationToken.None : lifetime.ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        try
        {
            await published.WatchAsync(request.Service, responseStream, end.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing });
        }
    }

    private async Task<ServingStatus> RunAsync(ServiceMapping mapping, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(
            c => mapping.HealthCheckPredicate!(new HealthCheckMapContext(c.Name, c.Tags)), cancellationToken);
        return HealthPublisher.StatusOf(report.Entries.Values);
    }
}

/// <summary>Passes on what the health checks find when they run by themselves.</summary>
internal sealed class HealthPublisher(HealthServiceImpl health, IOptions<GrpcHealthChecksOptions> options) : IHealthCheckPublisher
{
    public static ServingStatus StatusOf(IEnumerable<HealthReportEntry> entries) =>
        entries.Select(e => e.Status).DefaultIfEmpty((HealthStatus)(-1)).Min() switch
        {
            (HealthStatus)(-1) => ServingStatus.Unknown,
            HealthStatus.Unhealthy => ServingStatus.NotServing,
            _ => ServingStatus.Serving,
        };

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var mapping in options.Value.Services)
        {
            health.SetStatus(mapping.Name, StatusOf(report.Entries
                .Where(e => mapping.HealthCheckPredicate!(new HealthCheckMapContext(e.Key, e.Value.Tags))).Select(e => e.Value)));
        }

        return Task.CompletedTask;
    }
}
