namespace Despatch.EventLog;

/// <summary>The log's times: UTC in whole microseconds, the finest that every store keeps.</summary>
public static class LogTime
{
    /// <summary>Microseconds since 1970-01-01T00:00Z, the fraction dropped.</summary>
    public static long ToMicroseconds(DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time of a number of microseconds since 1970-01-01T00:00Z.</summary>
    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The same time as every store will give it back.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset at) => FromMicroseconds(ToMicroseconds(at));
}
