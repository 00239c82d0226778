using System.Text;

namespace Despatch.EventLog.Tests.Stored;

/// <summary>
/// Guards what is stored for ever. <c>events.txt</c> holds one line an event name: the name, a space, and its JSON as it was
/// when the name was new. Lines are added, never changed: a changed shape is a new name.
/// </summary>
public sealed class StoredEventsTests
{
    private static readonly EventCodec Codec = new(EventNames.Catalogue);

    private static IReadOnlyList<(string Name, string Json)> Lines { get; } =
    [
        .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Stored", "events.txt"))
            .Select(line => line.Split(' ', 2))
            .Select(parts => (parts[0], parts[1])),
    ];

    [Fact]
    public void Every_event_ever_stored_is_read_and_would_be_written_the_same()
    {
        Assert.All(Lines, line =>
        {
            var decoded = Codec.Decode(line.Name, Encoding.UTF8.GetBytes(line.Json));
            var (name, data) = Codec.Encode(decoded);
            Assert.Equal(line, (name, Encoding.UTF8.GetString(data.Span)));
        });
    }

    [Fact]
    public void Every_name_of_the_catalogue_has_its_stored_form_on_record()
    {
        var known = Lines.Select(line => line.Name).ToHashSet(StringComparer.Ordinal);
        var missing = EventNames.Catalogue
            .Where(entry => !known.Contains(entry.Key))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key} {Encoding.UTF8.GetString(Codec.Encode(SampleEvents.Make(entry.Value)).Data.Span)}")
            .ToList();

        Assert.True(missing.Count == 0, $"Add to Stored/events.txt:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Every_event_of_the_catalogue_comes_back_as_it_was()
    {
        Assert.All(EventNames.Catalogue, entry =>
        {
            var (name, data) = Codec.Encode(SampleEvents.Make(entry.Value));
            var again = Codec.Encode(Codec.Decode(name, data));
            Assert.Equal(Encoding.UTF8.GetString(data.Span), Encoding.UTF8.GetString(again.Data.Span));
            Assert.Equal(entry.Key, again.Name);
        });
    }
}
