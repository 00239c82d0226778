namespace Orleans.Runtime;

internal static class Clocks
{
    /// <summary>A timer of the runtime's own: it must not drag along the context of the call that happened to make it.</summary>
    public static ITimer CreateQuietTimer(
        this TimeProvider clock, TimerCallback callback, object state, TimeSpan dueTime, TimeSpan period)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return clock.CreateTimer(callback, state, dueTime, period);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return clock.CreateTimer(callback, state, dueTime, period);
        }
    }
}
