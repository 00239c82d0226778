using System.Collections.Immutable;

namespace Despatch.LocalCluster;

/// <summary>What a local cluster is made of.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>The path of the host's assembly (<c>Despatch.Host.dll</c>).</summary>
    public required string HostPath { get; init; }

    /// <summary>The sites' keys, in the force's order; a silo each.</summary>
    public ImmutableArray<string> Sites { get; init; } = ["lambeth", "hendon", "bow"];

    /// <summary>The connection string of a database; null starts a throwaway server.</summary>
    public string? Postgres { get; init; }

    /// <summary>The port of the first site's gateway, the others follow; null chooses ports that are free.</summary>
    public int? FirstPort { get; init; }

    /// <summary>The silos' environment: Development takes an operator's word for who they are.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>More arguments for every silo.</summary>
    public ImmutableArray<string> More { get; init; } = [];

    /// <summary>Hears the name of a silo and a line that it wrote on standard error; on any thread.</summary>
    public Action<string, string>? OnError { get; init; }
}
