using System.Collections.Immutable;
using System.Text;
using Despatch.EventLog.Tests.Stored;

namespace Despatch.EventLog.Tests;

public sealed class EventCodecTests
{
    private static readonly Happened Full = new(
        "O'Hara said \"läuft\" 🚓",
        Colour.DarkBlue,
        Colour.Red,
        new Spot(-0.1276, 51.5072),
        [new Part("a", 1), new Part("b", 2)],
        new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.FromHours(1)).AddTicks(1_234_567),
        TimeSpan.FromMinutes(15),
        new DateOnly(2026, 11, 21));

    private static readonly Happened Sparse = new("x", Colour.Red, null, default, default, default, null, default);

    private readonly EventCodec _codec = new(new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["test.happened.v1"] = typeof(Happened),
        ["test.ended.v1"] = typeof(Ended),
    });

    private enum Colour
    {
        Red,
        DarkBlue,
    }

    [Fact]
    public void What_was_logged_is_decoded_once_for_all_who_hold_it_and_a_copy_anew()
    {
        var codec = new EventCodec(EventNames.Catalogue);
        var (name, data) = codec.Encode(SampleEvents.Make(typeof(Domain.Incidents.EntryAdded)));
        var logged = new LoggedEvent(1, "incident/1", 1, name, DateTimeOffset.UnixEpoch, data, default);

        var first = codec.Decode(logged);

        Assert.Same(first, new EventCodec(EventNames.Catalogue).Decode(logged));
        Assert.Equal(logged, logged with { });
        Assert.NotSame(first, codec.Decode(logged with { }));
        Assert.Throws<EventLogException>(() => codec.Decode(logged with { Data = "{"u8.ToArray() }));
        Assert.Throws<EventLogException>(() => codec.Decode(logged with { Name = "nobody.knows.v1" }));
    }

    [Fact]
    public void An_event_comes_back_as_it_was()
    {
        var (name, data) = _codec.Encode(Full);

        var decoded = Assert.IsType<Happened>(_codec.Decode(name, data));

        Assert.Equal("test.happened.v1", name);
        Assert.Equal(Full with { Parts = decoded.Parts }, decoded);
        Assert.Equal(Full.Parts, decoded.Parts);
        Assert.Equal(Full.At.Offset, decoded.At.Offset);
    }

    [Fact]
    public void The_stored_form_stays_what_it_is()
    {
        Assert.Equal(
            """
            {"words":"O'Hara said \"läuft\" 🚓","colour":"darkBlue","was":"red","spot":{"longitude":-0.1276,"latitude":51.5072},
            "parts":[{"key":"a","count":1},{"key":"b","count":2}],"at":"2026-11-21T09:30:00.1234567+01:00","within":"00:15:00",
            "day":"2026-11-21"}
            """.ReplaceLineEndings(string.Empty),
            Text(Full).Replace("\\uD83D\\uDE93", "🚓", StringComparison.Ordinal));
    }

    [Fact]
    public void Nulls_and_unset_arrays_are_left_out_and_arrays_come_back_empty()
    {
        var text = Text(Sparse);

        Assert.DoesNotContain("was", text, StringComparison.Ordinal);
        Assert.DoesNotContain("parts", text, StringComparison.Ordinal);
        var decoded = Assert.IsType<Happened>(Decode(text));
        Assert.Null(decoded.Was);
        Assert.False(decoded.Parts.IsDefault);
        Assert.Empty(decoded.Parts);
    }

    [Fact]
    public void What_is_computed_is_not_stored()
    {
        Assert.DoesNotContain("isNorth", Text(Full), StringComparison.Ordinal);
        Assert.DoesNotContain("keys", Text(Full), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_an_older_or_newer_version_is_read_all_the_same()
    {
        var decoded = Assert.IsType<Happened>(Decode("""{"words":"old","addedLater":{"deep":[1,2]},"colour":"darkBlue"}"""));

        Assert.Equal(("old", Colour.DarkBlue), (decoded.Words, decoded.Colour));
        Assert.Empty(decoded.Parts);
    }

    [Fact]
    public void An_unknown_name_is_named()
    {
        var fault = Assert.Throws<EventLogException>(() => _codec.Decode("test.never.v9", "{}"u8.ToArray()));

        Assert.Equal((EventLogFault.UnknownEvent, false), (fault.Code, fault.IsTransient));
        Assert.Contains("test.never.v9", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_outside_the_catalogue_is_named()
    {
        var fault = Assert.Throws<EventLogException>(() => _codec.Encode(new Part("a", 1)));

        Assert.Equal(EventLogFault.UnknownEvent, fault.Code);
        Assert.Contains(nameof(Part), fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"words\":")]
    [InlineData("{\"colour\":\"mauve\"}")]
    [InlineData("")]
    public void Bytes_that_are_no_such_event_are_a_fault(string text)
    {
        Assert.Equal(EventLogFault.BadEvent, Assert.Throws<EventLogException>(() => Decode(text)).Code);
    }

    [Fact]
    public void A_type_with_two_names_is_refused()
    {
        var catalogue = new Dictionary<string, Type>(StringComparer.Ordinal) { ["a.v1"] = typeof(Ended), ["b.v1"] = typeof(Ended) };

        Assert.Throws<ArgumentException>("catalogue", () => new EventCodec(catalogue));
    }

    [Fact]
    public void Encoding_after_a_failure_or_a_huge_event_is_unharmed()
    {
        var huge = Full with { Words = new string('x', 200_000) };

        Assert.Equal(huge.Words, ((Happened)_codec.Decode("test.happened.v1", _codec.Encode(huge).Data)).Words);
        Assert.ThrowsAny<Exception>(() => _codec.Encode(Full with { Spot = new Spot(double.NaN, 0) }));
        Assert.Equal("{}", Encoding.UTF8.GetString(_codec.Encode(new Ended()).Data.Span));
    }

    [Fact]
    public void Many_threads_may_encode_and_decode_at_once()
    {
        Parallel.For(0, 1_000, i =>
        {
            var part = Full with { Words = $"number {i}" };
            var (name, data) = _codec.Encode(part);
            Assert.Equal(part.Words, ((Happened)_codec.Decode(name, data)).Words);
        });
    }

    private string Text(Happened happened) => Encoding.UTF8.GetString(_codec.Encode(happened).Data.Span);

    private object Decode(string text) => _codec.Decode("test.happened.v1", Encoding.UTF8.GetBytes(text));

    private readonly record struct Spot(double Longitude, double Latitude)
    {
        public bool IsNorth => Latitude > 51.5;
    }

    private sealed record Part(string Key, int Count);

    private sealed record Ended;

    private sealed record Happened(
        string Words,
        Colour Colour,
        Colour? Was,
        Spot Spot,
        ImmutableArray<Part> Parts,
        DateTimeOffset At,
        TimeSpan? Within,
        DateOnly Day)
    {
        public IEnumerable<string> Keys => Parts.Select(static p => p.Key);
    }
}
