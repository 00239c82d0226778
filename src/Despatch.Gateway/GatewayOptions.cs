namespace Despatch.Gateway;

/// <summary>What may be set of a gateway. The defaults are ours unless a source is named.</summary>
public sealed class GatewayOptions
{
    /// <summary>
    /// Whether who calls is read from metadata and believed (<c>x-operator</c>, <c>x-role</c>). False refuses every call: there is no
    /// other identity yet, and none at all must not become the default of a control room. Set it in development only.
    /// </summary>
    public bool AllowDevelopmentIdentity { get; set; }

    /// <summary>The largest message taken from a client.</summary>
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>How long after its arrival a command without a deadline is given up (despatch.v1.Command promises ten seconds).</summary>
    public TimeSpan DefaultDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far ahead of this silo's clock a client's time may be (despatch.v1.Fix promises five seconds).</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How far outside the force's area a point may lie: beyond, it is a slip and not a place.</summary>
    public double AreaMarginMetres { get; set; } = 20_000;

    /// <summary>
    /// How long one try of a command waits for its answer before the same command is sent again: the first time; it doubles each time.
    /// A silo that was killed or is frozen never answers; by then the grain may live elsewhere. Far above what a living one takes,
    /// far below the response timeout, so that grains of a lost site answer again within seconds of its loss.
    /// </summary>
    public TimeSpan FirstPatience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait, after no silo answered, before the command is sent again: the first time; it doubles each time.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest such wait.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a query waits for the board to reach a position that the caller knows of, and for another silo's report.</summary>
    public TimeSpan BoardWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a quiet board watch tells its position and age, so that quiet can be told from cut off.</summary>
    public TimeSpan BoardHeartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many commands of one stream are under way at a time: statuses of an MDT's units, entries on incidents.</summary>
    public int StreamConcurrency { get; set; } = 64;
}
