using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Despatch.Gateway.Probing;

/// <summary>A gateway is ready while its silo is an active member of the cluster and nobody has asked the process to stop.</summary>
internal sealed class SiloHealth(IClusterMembershipService membership, ILocalSiloDetails silo, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        return Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy($"{silo.Name} is stopping")
            : status != SiloStatus.Active ? HealthCheckResult.Unhealthy($"{silo.Name} is not an active silo of the cluster")
            : HealthCheckResult.Healthy());
    }
}
