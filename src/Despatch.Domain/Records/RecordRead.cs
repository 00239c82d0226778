using System.Collections.Immutable;
using Despatch.Domain.Callers;

namespace Despatch.Domain.Records;

/// <summary>
/// Somebody looked at a record. Seeds, Learning the Lessons (004), case 3: that an officer had looked at a woman's records after a visit to her
/// address was what gave him away.
/// </summary>
/// <param name="Record">The key of the contact, incident or report; for a list or a question, what was asked.</param>
/// <param name="How">How: <c>get</c>, <c>history</c>, <c>watch</c>, <c>refused</c>.</param>
/// <param name="People">The people named in it then, by their keys (<see cref="CallerKeys"/>).</param>
public sealed record RecordRead(string Record, string How, ImmutableArray<string> People) : DomainEvent
{
    /// <summary>No store takes a longer tag; a key that is cut is cut alike whoever asks.</summary>
    private const int TagLength = 190;

    /// <summary>An event carries no more tags; a record that names more people is found by the record.</summary>
    private const int MostPeople = 30;

    /// <summary>The word under which the log finds who read a record, or anything about a person, by its key.</summary>
    public static string Tag(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var tag = "read:" + key;
        return tag.Length <= TagLength ? tag : tag[..TagLength];
    }

    /// <summary>All words under which this reading is found.</summary>
    public ImmutableArray<string> Tags() =>
        [.. People.Take(MostPeople).Append(Record).Select(Tag).Distinct(StringComparer.Ordinal)];
}
