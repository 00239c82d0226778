using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Despatch.EventLog;

/// <summary>What every store refuses alike, before it does anything: requests no log could take. Thread-safe.</summary>
public static class AppendChecks
{
    /// <summary>Checks an append.</summary>
    /// <exception cref="ArgumentException">Names the part of the request that is wrong.</exception>
    public static void Check(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Ensure(!request.Writes.IsDefaultOrEmpty, nameof(request.Writes), "An append must write to one stream at least.");
        Ensure(request.Writes.Length <= AppendLimits.StreamsPerAppend, nameof(request.Writes), "The append has too many streams.");
        HashSet<string>? streams = request.Writes.Length > 1 ? new(StringComparer.Ordinal) : null;
        var events = 0L;
        foreach (var write in request.Writes)
        {
            Ensure(write is not null, nameof(request.Writes), "A write is null.");
            CheckWrite(write);
            Ensure(streams?.Add(write.Stream) != false, nameof(write.Stream), $"The stream '{write.Stream}' is written twice.");
            events += write.Events.Length;
        }

        Ensure(events <= AppendLimits.EventsPerAppend, nameof(StreamWrite.Events), "The append has too many events.");
        if (request.Command is { } command)
        {
            CheckCommand(command);
        }
    }

    /// <summary>Checks a stream's name.</summary>
    /// <exception cref="ArgumentException">It is empty, too long or not text that can be stored.</exception>
    public static void CheckStream(string stream) => CheckText(stream, AppendLimits.StreamLength, nameof(stream));

    /// <summary>Checks a tag.</summary>
    /// <exception cref="ArgumentException">It is empty, too long or not text that can be stored.</exception>
    public static void CheckTag(string tag) => CheckText(tag, AppendLimits.TagLength, nameof(tag));

    /// <summary>Checks a read under several tags.</summary>
    /// <exception cref="ArgumentException">A tag that cannot be stored, or a count out of range.</exception>
    public static void CheckTags(IReadOnlyCollection<string> tags, int maxCountEach)
    {
        ArgumentNullException.ThrowIfNull(tags);
        foreach (var tag in tags)
        {
            CheckText(tag, AppendLimits.TagLength, nameof(tags));
        }

        CheckRange(0, maxCountEach);
    }

    /// <summary>Checks a read of several streams' beginnings.</summary>
    /// <exception cref="ArgumentException">A stream or name that cannot be stored, or a count out of range.</exception>
    public static void CheckBeginnings(IReadOnlyCollection<string> streams, IReadOnlyCollection<string> names, int maxCountEach)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(names);
        foreach (var stream in streams)
        {
            CheckText(stream, AppendLimits.StreamLength, nameof(streams));
        }

        foreach (var name in names)
        {
            CheckText(name, AppendLimits.NameLength, nameof(names));
        }

        CheckRange(0, maxCountEach);
    }

    /// <summary>Checks a command id.</summary>
    /// <exception cref="ArgumentException">It is empty, too long or not text that can be stored.</exception>
    public static void CheckCommandId(string commandId) => CheckText(commandId, AppendLimits.CommandTextLength, nameof(commandId));

    /// <summary>Checks the bounds of a read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The start is negative, or the count not from 1 to the limit.</exception>
    public static void CheckRange(long after, int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxCount, AppendLimits.EventsPerRead);
    }

    private static void CheckWrite(StreamWrite write)
    {
        CheckText(write.Stream, AppendLimits.StreamLength, nameof(write.Stream));
        Ensure(write.ExpectedVersion >= 0, nameof(write.ExpectedVersion), $"The version expected of '{write.Stream}' is negative.");
        Ensure(!write.Events.IsDefaultOrEmpty, nameof(write.Events), $"The write to '{write.Stream}' has no events.");
        foreach (var item in write.Events)
        {
            Ensure(item is not null, nameof(write.Events), "An event is null.");
            CheckText(item.Name, AppendLimits.NameLength, nameof(item.Name));
            Ensure(item.Data.Length <= AppendLimits.DataBytes, nameof(item.Data), $"The event '{item.Name}' is too large.");
            CheckTags(item.Tags);
        }
    }

    private static void CheckTags(ImmutableArray<string> tags)
    {
        if (tags.IsDefaultOrEmpty)
        {
            return;
        }

        Ensure(tags.Length <= AppendLimits.TagsPerEvent, nameof(NewEvent.Tags), "The event has too many tags.");
        foreach (var tag in tags)
        {
            CheckText(tag, AppendLimits.TagLength, nameof(NewEvent.Tags));
        }
    }

    private static void CheckCommand(CommandRecord command)
    {
        CheckText(command.Id, AppendLimits.CommandTextLength, nameof(command.Id));
        Ensure(command.Fingerprint is not null, nameof(command.Fingerprint), "The fingerprint is null.");
        Ensure(
            command.Fingerprint.Length <= AppendLimits.CommandTextLength, nameof(command.Fingerprint), "The fingerprint is too long.");
        CheckCharacters(command.Fingerprint, nameof(command.Fingerprint));
        Ensure(command.Answer.Length <= AppendLimits.DataBytes, nameof(command.Answer), "The answer is too large.");
    }

    private static void CheckText(string text, int maxLength, string parameter)
    {
        Ensure(!string.IsNullOrEmpty(text), parameter, "It is empty.");
        Ensure(text.Length <= maxLength, parameter, $"It is {text.Length} characters long; {maxLength} is the most.");
        CheckCharacters(text, parameter);
    }

    private static void CheckCharacters(string text, string parameter)
    {
        // A lone surrogate would be stored as a replacement character and two different texts become one;
        // PostgreSQL cannot store U+0000 at all.
        foreach (var rune in text.EnumerateRunes())
        {
            Ensure(rune.Value is not 0 and not 0xFFFD, parameter, "It holds a character that cannot be stored.");
        }
    }

    private static void Ensure([DoesNotReturnIf(false)] bool holds, string parameter, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message, parameter);
        }
    }
}
