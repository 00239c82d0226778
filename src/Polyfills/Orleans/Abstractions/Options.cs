using System.Net;

namespace Orleans.Configuration;

/// <summary>Which cluster and which service a silo belongs to.</summary>
public class ClusterOptions
{
    public const string DefaultClusterId = "default";
    public const string DefaultServiceId = "default";

    internal const string DevelopmentId = "dev";

    public string ClusterId { get; set; } = DefaultClusterId;

    public string ServiceId { get; set; } = DefaultServiceId;
}

/// <summary>The silo's own name.</summary>
public class SiloOptions
{
    public string SiloName { get; set; } = null!;
}

/// <summary>Where a silo listens. Among silos of one process it only tells them apart.</summary>
public class EndpointOptions
{
    public const int DEFAULT_SILO_PORT = 11111;
    public const int DEFAULT_GATEWAY_PORT = 30000;

    public IPAddress AdvertisedIPAddress { get; set; } = null!;

    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    /// <summary>Where to listen for other silos, when it is not the advertised address and port.</summary>
    public IPEndPoint? SiloListeningEndpoint { get; set; }
}

/// <summary>Which silo the others meet at.</summary>
public class DevelopmentClusterMembershipOptions
{
    public IPEndPoint PrimarySiloEndpoint { get; set; } = null!;
}

/// <summary>How long callers wait.</summary>
public abstract class MessagingOptions
{
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public bool DropExpiredMessages { get; set; } = true;
}

/// <summary>How long callers on a silo wait.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    public int MaxForwardCount { get; set; } = 2;

    /// <summary>Of no effect here: a placement that waits is ended by its call's own response timeout.</summary>
    public TimeSpan PlacementTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>How long callers outside the cluster wait.</summary>
public class ClientMessagingOptions : MessagingOptions;

/// <summary>When activations that nobody calls go away.</summary>
public class GrainCollectionOptions
{
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = new(StringComparer.Ordinal);

    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>How the death of a silo is noticed. A simulated crash needs the first two only.</summary>
public class ClusterMembershipOptions
{
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public int NumMissedProbesLimit { get; set; } = 3;

    public int NumMissedTableIAmAliveLimit { get; set; } = 3;

    public int NumVotesForDeathDeclaration { get; set; } = 2;

    public TimeSpan TableRefreshTimeout { get; set; } = TimeSpan.FromSeconds(60);

    public TimeSpan IAmAliveTablePublishTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan DeathVoteExpirationTimeout { get; set; } = TimeSpan.FromMinutes(2);

    public int NumProbedSilos { get; set; } = 10;

    public bool EnableIndirectProbes { get; set; } = true;

    public bool EnableConnectionLivenessCheck { get; set; } = true;
}
