using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.HealthCheck;

/// <summary>All of ASP.NET's health checks as the health of the whole server, which is the one service it knows.</summary>
internal sealed class HealthService(HealthPublisher publisher, HealthCheckService checks, IHostApplicationLifetime lifetime)
    : Grpc.Health.V1.Health.HealthBase
{
    private const string WholeServer = "";

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        string.Equals(request.Service, WholeServer, StringComparison.Ordinal)
            ? new HealthCheckResponse { Status = await RunAsync(context.CancellationToken) }
            : throw new RpcException(new Status(StatusCode.NotFound, ""));

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        // Only the newest status matters to a watcher that is slow.
        var statuses = Channel.CreateBounded<ServingStatus>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var known = string.Equals(request.Service, WholeServer, StringComparison.Ordinal);
        // A server cannot stop while a call is open.
        var stopping = lifetime.ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        try
        {
            // The publisher runs only now and then; a watcher begins with the truth.
            statuses.Writer.TryWrite(known ? await RunAsync(end.Token) : ServingStatus.ServiceUnknown);
            _ = known && publisher.Watchers.TryAdd(statuses, statuses.Writer);
            var last = ServingStatus.Unknown;
            await foreach (var status in statuses.Reader.ReadAllAsync(end.Token))
            {
                if (status != last)
                {
                    await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, end.Token);
                    last = status;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing });
        }
        finally
        {
            publisher.Watchers.TryRemove(statuses, out _);
        }
    }

    private async Task<ServingStatus> RunAsync(CancellationToken cancellationToken) =>
        HealthPublisher.StatusOf(await checks.CheckHealthAsync(cancellationToken));
}

/// <summary>Passes on what the health checks find when they run by themselves.</summary>
internal sealed class HealthPublisher : IHealthCheckPublisher
{
    /// <summary>Where those who watch are told.</summary>
    public ConcurrentDictionary<object, ChannelWriter<ServingStatus>> Watchers { get; } = new();

    public static ServingStatus StatusOf(HealthReport report) =>
        report.Status == HealthStatus.Unhealthy ? ServingStatus.NotServing : ServingStatus.Serving;

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var watcher in Watchers.Values)
        {
            watcher.TryWrite(StatusOf(report));
        }

        return Task.CompletedTask;
    }
}
