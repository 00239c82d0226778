using Despatch.LocalCluster;

namespace Despatch.LoadTests.Hosting;

/// <summary>A cluster of the same build as this tool, on this machine, which the tool may do anything to.</summary>
internal static class OwnCluster
{
    /// <summary>Starts one.</summary>
    /// <param name="postgres">The connection string of an empty database; null for a throwaway server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task<ClusterProcesses> StartAsync(string? postgres, TimeProvider time, CancellationToken cancel) =>
        ClusterProcesses.StartAsync(new LocalClusterOptions { HostPath = HostProcess.Path, Postgres = postgres }, time, cancel);
}
