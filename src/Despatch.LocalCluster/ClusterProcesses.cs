using System.Collections.Immutable;

namespace Despatch.LocalCluster;

/// <summary>
/// A whole cluster on this machine: a silo process a site and, unless a database is named, a PostgreSQL of its own. All of it is gone
/// after <see cref="DisposeAsync"/>. One caller at a time.
/// </summary>
public sealed class ClusterProcesses : IAsyncDisposable
{
    /// <summary>Between a silo's gateway and where the other silos reach it, where ports are given by <see cref="LocalClusterOptions.FirstPort"/>.</summary>
    private const int SiloPortAbove = 6_000;

    /// <summary>Between the ports of a site's first and second silo, as in the host's defaults.</summary>
    private const int PortsPerNumber = 10;

    private readonly LocalClusterOptions _options;
    private readonly List<SiloProcess> _silos = [];
    private readonly int _firstPort;

    private ClusterProcesses(LocalClusterOptions options, ThrowawayPostgres? postgres, string database)
    {
        _options = options;
        Postgres = postgres;
        Database = database;
        _firstPort = options.FirstPort ?? FreePorts(options.Sites.Length);
    }

    /// <summary>Its own database server; null when one was named.</summary>
    public ThrowawayPostgres? Postgres { get; }

    /// <summary>The connection string of its database.</summary>
    public string Database { get; }

    /// <summary>Its silos: first a silo of each site, in the order of the sites, then those that were added.</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>Their gateways.</summary>
    public ImmutableArray<Uri> Gateways => [.. _silos.Select(s => s.Gateway)];

    /// <summary>Starts all of it; returns when every silo serves.</summary>
    /// <exception cref="LocalProcessException">A part does not start; with what it wrote. Nothing of the rest is left.</exception>
    public static async Task<ClusterProcesses> StartAsync(LocalClusterOptions options, TimeProvider time, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var postgres = options.Postgres is null ? await ThrowawayPostgres.StartAsync() : null;
        var cluster = new ClusterProcesses(options, postgres, options.Postgres ?? await postgres!.CreateDatabaseAsync("despatch"));
        try
        {
            foreach (var site in options.Sites)
            {
                cluster.Add(site, 1).Start();
            }

            await Task.WhenAll(cluster._silos.Select(s => s.Process.ReadyAsync(time, ct)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The first silo of a site.</summary>
    public SiloProcess SiloOf(string site) => _silos.First(s => string.Equals(s.Site, site, StringComparison.Ordinal));

    /// <summary>One more silo for a site, not started yet.</summary>
    /// <param name="site">The site's key.</param>
    /// <param name="number">Which of the site's silos, from 1.</param>
    public SiloProcess Add(string site, int number)
    {
        var gateway = _firstPort + _options.Sites.IndexOf(site) + ((number - 1) * PortsPerNumber);
        var silo = new SiloProcess(_options, Database, site, number, gateway, gateway + SiloPortAbove);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>Drains the silos, all at once, and removes the database if it is this cluster's own.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_silos.Select(s => s.DisposeAsync().AsTask()));
        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }
    }

    private static int FreePorts(int sites)
    {
        while (true)
        {
            // With room for a second silo of each site.
            var first = Ports.Free(sites + PortsPerNumber);
            if (Ports.AreFree(first + SiloPortAbove, sites + PortsPerNumber))
            {
                return first;
            }
        }
    }
}
