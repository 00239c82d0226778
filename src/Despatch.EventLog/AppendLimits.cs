namespace Despatch.EventLog;

/// <summary>The largest things any store takes. They guard the store; what a client may send is limited tighter, at the gateway.</summary>
public static class AppendLimits
{
    /// <summary>Characters in a stream's name.</summary>
    public const int StreamLength = 200;

    /// <summary>Characters in an event's name.</summary>
    public const int NameLength = 100;

    /// <summary>Characters in a tag.</summary>
    public const int TagLength = 200;

    /// <summary>Tags on one event.</summary>
    public const int TagsPerEvent = 32;

    /// <summary>Characters in a command id and in a fingerprint.</summary>
    public const int CommandTextLength = 200;

    /// <summary>Bytes in one event, and in one command's answer.</summary>
    public const int DataBytes = 4 * 1024 * 1024;

    /// <summary>Streams in one append.</summary>
    public const int StreamsPerAppend = 1_000;

    /// <summary>Events in one append, over all its streams.</summary>
    public const int EventsPerAppend = 10_000;

    /// <summary>Events in one read.</summary>
    public const int EventsPerRead = 100_000;
}
