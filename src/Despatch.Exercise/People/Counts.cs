namespace Despatch.Exercise.People;

/// <summary>What people brought about. Any number of threads may count at once.</summary>
internal sealed class Counts
{
    private long _contacts;
    private long _incidents;
    private long _assigned;
    private long _diverted;
    private long _stoodDown;
    private long _closed;

    public long Contacts => Interlocked.Read(ref _contacts);

    public long Incidents => Interlocked.Read(ref _incidents);

    public long Assigned => Interlocked.Read(ref _assigned);

    public long Diverted => Interlocked.Read(ref _diverted);

    public long StoodDown => Interlocked.Read(ref _stoodDown);

    public long Closed => Interlocked.Read(ref _closed);

    public void Contact() => Interlocked.Increment(ref _contacts);

    public void Incident() => Interlocked.Increment(ref _incidents);

    public void Assignment(bool diverted)
    {
        Interlocked.Increment(ref _assigned);
        if (diverted)
        {
            Interlocked.Increment(ref _diverted);
        }
    }

    public void StandDown() => Interlocked.Increment(ref _stoodDown);

    public void Close() => Interlocked.Increment(ref _closed);
}
