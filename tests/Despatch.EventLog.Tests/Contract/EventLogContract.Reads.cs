using System.Security.Cryptography;

namespace Despatch.EventLog.Tests.Contract;

public abstract partial class EventLogContract
{
    [Fact]
    public async Task A_stream_is_read_after_a_version_and_up_to_a_count()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, Request(Write("incident/1", 0, "a", "b", "c", "d"), Write("incident/2", 0, "x")));

        AssertTexts(await log.ReadStreamAsync("incident/1", 2, 10, Ct), "c", "d");
        AssertTexts(await log.ReadStreamAsync("incident/1", 1, 2, Ct), "b", "c");
        Assert.Empty(await log.ReadStreamAsync("incident/1", 4, 10, Ct));
    }

    [Fact]
    public async Task The_log_is_read_in_pages_without_gap_or_repeat()
    {
        var log = await OpenAsync();
        for (var i = 0; i < 25; i++)
        {
            await AppendedAsync(log, Request(Write($"incident/{i % 3}", i / 3, $"{i}")));
        }

        var read = new List<LoggedEvent>();
        var after = 0L;
        while (await log.ReadAsync(after, 4, Ct) is { Count: > 0 } page)
        {
            read.AddRange(page);
            after = page[^1].Position;
        }

        AssertTexts(read, [.. Enumerable.Range(0, 25).Select(i => $"{i}")]);
    }

    [Fact]
    public async Task Events_are_found_by_tag_newest_first()
    {
        var log = await OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            var tagged = new StreamWrite($"contact/{i}", 0, [Event($"call {i}", "phone:+442079460000", $"call:{i}", $"call:{i}"), Event("plain")]);
            await AppendedAsync(log, Request(tagged));
        }

        var found = await log.FindAsync("phone:+442079460000", 3, Ct);

        AssertTexts(found, "call 4", "call 3", "call 2");
        Assert.Equal("contact/4", found[0].Stream);
        Assert.Single(await log.FindAsync("call:2", 10, Ct));
        Assert.Empty(await log.FindAsync("phone:+44207946000", 10, Ct));
    }

    [Theory]
    [InlineData("incident/Zürich–Łódź/事件/🚓")]
    [InlineData("unit/O'Hara \"7\" ; DROP TABLE events; --")]
    [InlineData(" leading and trailing ")]
    public async Task Streams_and_tags_of_any_script_are_kept_apart_and_found(string name)
    {
        var log = await OpenAsync();
        var plain = name.ToUpperInvariant() + "x";
        await AppendedAsync(log, Request(new StreamWrite(name, 0, [Event("täxt 🚨", name)]), Write(plain, 0, "other")));

        var logged = Assert.Single(await log.ReadStreamAsync(name, 0, 10, Ct));
        Assert.Equal((name, "täxt 🚨"), (logged.Stream, TextOf(logged)));
        Assert.Equal(name, Assert.Single(await log.FindAsync(name, 10, Ct)).Stream);
    }

    [Fact]
    public async Task Streams_that_differ_in_case_or_form_only_are_different()
    {
        var log = await OpenAsync();
        string[] names = ["unit/kf1", "unit/KF1", "unit/caf\u00e9", "unit/cafe\u0301", "unit/kf1 "];

        await AppendedAsync(log, Request([.. names.Select(name => Write(name, 0, name))]));

        foreach (var name in names)
        {
            await AssertStreamAsync(log, name, name);
        }
    }

    [Fact]
    public async Task Large_and_empty_payloads_come_back_as_they_were()
    {
        var log = await OpenAsync();
        var large = RandomNumberGenerator.GetBytes(AppendLimits.DataBytes);
        var write = new StreamWrite("incident/1", 0, [new("large.v1", large, default), new("empty.v1", default, [])]);

        await AppendedAsync(log, Request(write));

        var events = await log.ReadStreamAsync("incident/1", 0, 10, Ct);
        Assert.True(large.AsSpan().SequenceEqual(events[0].Data.Span));
        Assert.Equal(0, events[1].Data.Length);
        Assert.True((await log.VerifyAsync(Ct)).IsIntact);
    }

    [Fact]
    public async Task Every_event_carries_the_hash_chained_over_its_stream()
    {
        var log = await OpenAsync(new FixedClock(Now));
        await AppendedAsync(log, Request(Write("incident/1", 0, "a", "b"), Write("incident/2", 0, "x")));
        await AppendedAsync(log, Request(Write("incident/1", 2, "c")));

        var previous = EventHash.Start;
        foreach (var logged in await log.ReadStreamAsync("incident/1", 0, 10, Ct))
        {
            var expected = EventHash.Compute(previous.Span, logged.Stream, logged.Version, logged.Name, logged.At, logged.Data.Span);
            Assert.Equal(expected, logged.Hash.ToArray());
            previous = logged.Hash;
        }

        Assert.Equal(new ChainReport(4, 2, FirstBreak: null), await log.VerifyAsync(Ct));
    }

    [Fact]
    public async Task A_log_opened_again_has_kept_everything_and_goes_on()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, new AppendRequest([new StreamWrite("incident/1", 0, [Event("opened", "phone:999")])], Command("open")));
        var last = await log.LastPositionAsync(Ct);
        await CloseAsync(log);

        log = await OpenAsync();

        Assert.Equal(last, await log.LastPositionAsync(Ct));
        Assert.Single(await log.FindAsync("phone:999", 10, Ct));
        Assert.NotNull(await log.FindCommandAsync("open", Ct));
        var appended = await AppendedAsync(log, Request(Write("incident/1", 1, "graded")));
        Assert.True(appended.FirstPosition > last);
        AssertTexts(await FollowAsync(log, 0, 2), "opened", "graded");
        Assert.True((await log.VerifyAsync(Ct)).IsIntact);
    }
}
