using System.Reflection;
using Despatch.EventLog;
using Despatch.Gateway.Wire;
using Despatch.Grains;
using Grpc.Core;
using Orleans;
using Orleans.Runtime;

namespace Despatch.Gateway.Services;

/// <summary>How many grains of one kind are active on one silo.</summary>
/// <param name="Kind">The grain's class: IncidentGrain.</param>
/// <param name="Silo">The silo.</param>
/// <param name="Active">How many.</param>
public readonly record struct GrainsOnSilo(string Kind, SiloAddress Silo, long Active);

/// <summary>How many grains of each kind are active where, if the host can tell.</summary>
public interface IGrainCensus
{
    /// <summary>The count of active grains by kind and silo.</summary>
    Task<IReadOnlyList<GrainsOnSilo>> CountAsync(CancellationToken ct);
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
        var members = membership.CurrentSnapshot.Members.Values
            .GroupBy(static m => m.Name, StringComparer.Ordinal)
            .Select(static silo => silo.OrderByDescending(static m => m.SiloAddress.Generation).First())
            .OrderBy(static m => m.Name, StringComparer.Ordinal);
        var census = await CountAsync(ct);
        var silos = await Task.WhenAll(members.Select(m => SiloAsync(m, census, ct)));
        var status = new V1.ClusterStatus
        {
            Silo = silo.Name,
            Version = Version,
            LogPosition = await log.LastPositionAsync(ct),
            Silos = { silos },
        };
        status.Grains.AddRange((census ?? [])
            .GroupBy(static c => c.Kind, StringComparer.Ordinal)
            .OrderBy(static kind => kind.Key, StringComparer.Ordinal)
            .Select(static kind => new V1.GrainCount { Kind = kind.Key, Active = kind.Sum(static c => c.Active) }));
        return status;
    }

    /// <summary>Null when it cannot be told: one silo that does not answer keeps the whole count from being made.</summary>
    private async Task<IReadOnlyList<GrainsOnSilo>?> CountAsync(CancellationToken ct)
    {
        if (services.GetService(typeof(IGrainCensus)) is not IGrainCensus census)
        {
            return null;
        }

        try
        {
            return await census.CountAsync(ct).WaitAsync(options.BoardWait, time, ct);
        }
        catch (Exception lost) when (Refusals.Faults.IsLostCall(lost))
        {
            return null;
        }
    }

    private async Task<V1.SiloStatus> SiloAsync(ClusterMember member, IReadOnlyList<GrainsOnSilo>? census, CancellationToken ct)
    {
        var report = member.Status == SiloStatus.Active ? await ReportAsync(member.Name, ct) : null;
        return new V1.SiloStatus
        {
            Name = member.Name,
            Site = SiteOf(member.Name),
            Status = Spell(member.Status),
            BoardPosition = report?.Position ?? -1,
            BoardAsOf = ToWire.Time(report?.AsOf),
            ActiveGrains = census?.Where(c => c.Silo.Equals(member.SiloAddress)).Sum(static c => c.Active) ?? -1,
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
