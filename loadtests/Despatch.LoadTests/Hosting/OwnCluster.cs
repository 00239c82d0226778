using System.Collections.Immutable;
using System.Reflection;
using Despatch.LocalCluster;

namespace Despatch.LoadTests.Hosting;

/// <summary>A cluster of the same build as this tool, on this machine, which the tool may do anything to.</summary>
internal static class OwnCluster
{
    /// <summary>The path of the host's assembly.</summary>
    public static string HostPath { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        typeof(OwnCluster).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => string.Equals(a.Key, "HostPath", StringComparison.Ordinal)).Value!));

    /// <summary>Starts one.</summary>
    /// <param name="postgres">The connection string of an empty database; null for a throwaway server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task<ClusterProcesses> StartAsync(string? postgres, TimeProvider time, CancellationToken cancel) =>
        ClusterProcesses.StartAsync(new LocalClusterOptions { HostPath = HostPath, Postgres = postgres }, time, cancel);
}
