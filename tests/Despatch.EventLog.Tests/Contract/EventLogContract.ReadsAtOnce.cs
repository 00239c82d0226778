using System.Text;

namespace Despatch.EventLog.Tests.Contract;

/// <summary>Reads of several tags or streams at once: the same as reads of one after the other.</summary>
public abstract partial class EventLogContract
{
    private static readonly string[] Kept = ["opened.v1", "named.v1"];

    [Fact]
    public async Task Events_under_any_of_several_tags_are_found_at_once_the_newest_of_each_and_each_once()
    {
        var log = await OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await AppendedAsync(log, Request(new StreamWrite($"incident/{i}", 0, [Event($"both {i}", "phone:1", "near:1"), Event($"near {i}", "near:1")])));
        }

        await AppendedAsync(log, Request(new StreamWrite("incident/9", 0, [Event("other", "phone:2"), Event("no one's")])));

        AssertTexts(await log.FindAnyAsync(["phone:1", "near:1"], 3, Ct), "near 4", "both 4", "near 3", "both 3", "both 2");
        AssertTexts(await log.FindAnyAsync(["near:1", "phone:2", "near:1", "nobody's"], 1, Ct), "other", "near 4");
        Assert.Empty(await log.FindAnyAsync(["nobody's"], 3, Ct));
        Assert.Empty(await log.FindAnyAsync([], 3, Ct));
        Assert.Equal(
            (await log.FindAsync("phone:1", 10, Ct)).Select(Whole),
            (await log.FindAnyAsync(["phone:1"], 10, Ct)).Select(Whole),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_beginnings_of_several_streams_are_read_at_once_in_the_order_asked()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, Request(
            new StreamWrite("incident/b", 0, [Named("opened.v1", "b1"), Named("graded.v1", "b2"), Named("named.v1", "b3"), Named("named.v1", "b4")]),
            new StreamWrite("incident/a", 0, [Named("opened.v1", "a1")])));
        await AppendedAsync(log, Request(new StreamWrite("incident/a", 1, [Named("graded.v1", "a2"), Named("named.v1", "a3")])));

        AssertTexts(
            await log.ReadBeginningsAsync(["incident/b", "incident/none", "incident/a", "incident/b"], Kept, 3, Ct), "b1", "b3", "a1", "a3");
        AssertTexts(await log.ReadBeginningsAsync(["incident/a"], Kept, 2, Ct), "a1");
        Assert.Empty(await log.ReadBeginningsAsync(["incident/a"], [], 10, Ct));
        Assert.Empty(await log.ReadBeginningsAsync(["incident/a"], ["Opened.v1"], 10, Ct));
        Assert.Empty(await log.ReadBeginningsAsync([], Kept, 10, Ct));
        Assert.Equal(
            (await log.ReadStreamAsync("incident/b", 0, 1, Ct)).Select(Whole),
            (await log.ReadBeginningsAsync(["incident/b"], Kept, 1, Ct)).Select(Whole),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Reads_at_once_refuse_what_no_log_could_take_and_leave_the_log_as_it_was()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, Request(new StreamWrite("incident/1", 0, [Event("a", "tag")])));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await log.FindAnyAsync(["tag", ""], 3, Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await log.FindAnyAsync(["tag"], 0, Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await log.ReadBeginningsAsync(["incident/1", "\0"], Kept, 3, Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await log.ReadBeginningsAsync(["incident/1"], Kept, AppendLimits.EventsPerRead + 1, Ct));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await log.FindAnyAsync(["tag"], 3, cancelled.Token));

        // A read that saw one moment must not go on seeing it.
        await AppendedAsync(log, Request(new StreamWrite("incident/1", 1, [Event("b", "tag")])));
        AssertTexts(await log.FindAnyAsync(["tag"], 3, Ct), "b", "a");
        await AppendedAsync(log, Request(new StreamWrite("incident/1", 2, [Event("c", "tag")])));
        AssertTexts(await log.FindAnyAsync(["tag"], 3, Ct), "c", "b", "a");
    }

    private static NewEvent Named(string name, string text) => new(name, Encoding.UTF8.GetBytes(text), default);

    private static string Whole(LoggedEvent e) =>
        $"{e.Position} {e.Stream} {e.Version} {e.Name} {e.At:O} {TextOf(e)} {Convert.ToHexString(e.Hash.Span)}";
}
