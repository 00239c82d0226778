using System.Reflection;
using Despatch.EventLog;
using Despatch.Gateway.Wire;
using Despatch.Grains;
using Grpc.Core;
using Orleans;
using Orleans.Runtime;

namespace Despatch.Gateway.Services;

/// <summary>How many grains of each kind are active in the cluster, if the host can tell.</summary>
public interface IGrainCensus
{
    /// <summary>The count of active grains by kind.</summary>
    Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken ct);
}

/// <summary>despatch.v1.Cluster.</summary>
internal sealed class ClusterService(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    IClusterMembershipService membership,
    IEventLog log,
    GatewayOptions options,
    TimeProvider time,
    IServiceProvider services) : V1.Cluster.ClusterBase
{
    private static readonly string Version =
        typeof(ClusterService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public override async Task<V1.ClusterStatus> GetStatus(V1.GetStatusRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var members = membership.CurrentSnapshot.Members.Values.OrderBy(static m => m.Name, StringComparer.Ordinal);
        var silos = await Task.WhenAll(members.Select(m => SiloAsync(m, ct)));
        var status = new V1.ClusterStatus
        {
            Silo = silo.Name,
            Version = Version,
            LogPosition = await log.LastPositionAsync(ct),
            Silos = { silos },
        };
        if (services.GetService(typeof(IGrainCensus)) is IGrainCensus census)
        {
            var counts = await census.CountAsync(ct);
            status.Grains.AddRange(counts.Select(static c => new V1.GrainCount { Kind = c.Key, Active = c.Value }));
        }

        return status;
    }

    private async Task<V1.SiloStatus> SiloAsync(ClusterMember member, CancellationToken ct)
    {
        var report = member.Status == SiloStatus.Active ? await ReportAsync(member.Name, ct) : null;
        return new V1.SiloStatus
        {
            Name = member.Name,
            Site = SiteOf(member.Name),
            Status = Spell(member.Status),
            BoardPosition = report?.Position ?? -1,
            BoardAsOf = ToWire.Time(report?.AsOf),
        };
    }

    /// <summary>A silo that does not answer in time is shown all the same: that is what an engineer looks for.</summary>
    private async Task<BoardReport?> ReportAsync(string name, CancellationToken ct)
    {
        try
        {
            return await grains.GetGrain<ISiloGrain>("silo-" + name).Report().WaitAsync(options.BoardWait, time, ct);
        }
        catch (Exception lost) when (Refusals.Faults.IsLostCall(lost))
        {
            return null;
        }
    }

    /// <summary>A silo's name begins with its site: <c>hendon-1</c>.</summary>
    private static string SiteOf(string name) => name.LastIndexOf('-') is var dash and > 0 ? name[..dash] : name;

    private static string Spell(SiloStatus status) => status switch
    {
        SiloStatus.None => "unknown",
        SiloStatus.Created => "created",
        SiloStatus.Joining => "joining",
        SiloStatus.Active => "active",
        SiloStatus.ShuttingDown => "shutting-down",
        SiloStatus.Stopping => "stopping",
        _ => "dead",
    };
}
