using System.Diagnostics.CodeAnalysis;

namespace Despatch.EventLog;

/// <summary>A fault of the log's infrastructure. Conflicts and repeated commands are answers, not this.</summary>
/// <remarks>
/// After one from an append nothing of that append is known to be written: when <see cref="IsTransient"/>, repeat it with
/// the same command id.
/// </remarks>
[SuppressMessage("Design", "RCS1194", Justification = "A fault without a code would be told apart by its words.")]
[SuppressMessage("Design", "CA1032", Justification = "A fault without a code would be told apart by its words.")]
public sealed class EventLogException : Exception
{
    /// <summary>Makes a fault with a stable code and words for an engineer.</summary>
    public EventLogException(string code, bool isTransient, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
        IsTransient = isTransient;
    }

    /// <summary>One of <see cref="EventLogFault"/>; stable, for programs.</summary>
    public string Code { get; }

    /// <summary>Whether the same call may succeed later without anybody repairing anything.</summary>
    public bool IsTransient { get; }
}

/// <summary>The codes of <see cref="EventLogException"/>.</summary>
public static class EventLogFault
{
    /// <summary>The disk, or its quota, is full.</summary>
    public const string DiskFull = "disk-full";

    /// <summary>The store cannot be reached, opened or read just now.</summary>
    public const string StoreUnavailable = "store-unavailable";

    /// <summary>The store is locked by another user of it for longer than we wait.</summary>
    public const string StoreBusy = "store-busy";

    /// <summary>Another process already writes this store.</summary>
    public const string AlreadyOpen = "already-open";

    /// <summary>The store may be read but not written.</summary>
    public const string ReadOnly = "read-only";

    /// <summary>The store's content is damaged, or is not a log.</summary>
    public const string Corrupt = "store-corrupt";

    /// <summary>The store was made by a newer version of this program.</summary>
    public const string SchemaNewer = "schema-newer";

    /// <summary>The event's name or type is not in the catalogue.</summary>
    public const string UnknownEvent = "unknown-event";

    /// <summary>The event's bytes do not fit its type.</summary>
    public const string BadEvent = "bad-event";

    /// <summary>The log was closed by its owner.</summary>
    public const string Closed = "closed";
}
