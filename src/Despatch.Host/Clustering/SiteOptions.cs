using System.Net;
using Despatch.Domain.Pods;
using Despatch.Grains;
using Despatch.Pack;

namespace Despatch.Host.Clustering;

/// <summary>How to serve one site as a silo of a cluster.</summary>
/// <param name="Site">Whose silo it is.</param>
/// <param name="Number">Which of the site's silos, from 1.</param>
/// <param name="Gateway">Where its gateway listens.</param>
/// <param name="Silo">Where it listens for other silos. Keep it over restarts: a silo on a new address joins minutes late.</param>
/// <param name="Advertised">The address, or the name of one, that the others call it at; the port is that of <paramref name="Silo"/>.</param>
/// <param name="Postgres">The connection string of the cluster's database: log, membership and snapshots.</param>
/// <param name="Cluster">The cluster's name; silos of another name on the same database are strangers.</param>
/// <param name="Environment">Development or Production; only Development takes an operator's word for who they are.</param>
/// <param name="LogLevel">What is logged to standard error.</param>
internal sealed record SiteOptions(
    Site Site,
    int Number,
    IPEndPoint Gateway,
    IPEndPoint Silo,
    string Advertised,
    string Postgres,
    string Cluster,
    string Environment,
    LogLevel LogLevel)
{
    /// <summary>The escalation policy; London's unless a folder was given.</summary>
    public RunningPolicy Policy { get; init; } = new(ForcePack.London.Escalation);

    /// <summary>The silo's name: its site's key, a hyphen, its number. Placement reads the site from it.</summary>
    public string Name => $"{Site.Key}-{Number}";
}
