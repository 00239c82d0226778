namespace Despatch.LoadTests.Remembering;

/// <summary>The clock of a log whose past is being written: it says what it was last told, and never goes back. Thread-safe.</summary>
internal sealed class PastClock : TimeProvider
{
    private long _ticks;

    public void MoveTo(DateTimeOffset moment)
    {
        var seen = Interlocked.Read(ref _ticks);
        while (moment.UtcTicks > seen)
        {
            var was = Interlocked.CompareExchange(ref _ticks, moment.UtcTicks, seen);
            seen = was == seen ? moment.UtcTicks : was;
        }
    }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
}
