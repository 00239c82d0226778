using System.Diagnostics;

namespace Despatch.EventLog;

/// <summary>A group commit under way, as <see cref="LogTelemetry.BeginCommit"/> began it. Whoever began it ends it; only the first end counts.</summary>
public sealed class GroupCommit
{
    private bool _hasEnded;

    internal GroupCommit(string store, Activity? span, TimeProvider clock) => (Store, Span, Clock, Began) = (store, span, clock, clock.GetTimestamp());

    internal string Store { get; }

    internal Activity? Span { get; }

    internal TimeProvider Clock { get; }

    internal long Began { get; }

    /// <summary>It is durable; so many events were written.</summary>
    public void Done(int events) => End(events, "done");

    /// <summary>Nothing of it is known to be written.</summary>
    public void Failed(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Span?.SetStatus(ActivityStatusCode.Error, fault.Message);
        End(0, fault is EventLogException known ? known.Code : "failed");
    }

    private void End(int events, string answer)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            LogTelemetry.Ended(this, events, answer);
        }
    }
}
