namespace Despatch.Gateway.Checks;

/// <summary>Rules for watches.</summary>
internal static class WatchChecks
{
    /// <summary>Where a watch goes on, or null for one that begins.</summary>
    public static long? AfterPosition(this Check check, long position, string field)
    {
        check.Must(position >= 0, field, "must not be negative");
        return position > 0 ? position : null;
    }
}
