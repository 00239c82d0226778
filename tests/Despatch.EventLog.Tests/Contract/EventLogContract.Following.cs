namespace Despatch.EventLog.Tests.Contract;

public abstract partial class EventLogContract
{
    [Fact]
    public async Task Concurrent_writers_and_followers_see_every_event_once_and_in_order()
    {
        const int writers = 16;
        const int appends = 60;
        const int events = writers * appends * 2;
        var log = await OpenAsync();
        var followers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => FollowAsync(log, 0, events))).ToList();

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < appends; i++)
            {
                await AppendedAsync(log, Request(Write($"left/{writer}", i, $"{i}"), Write($"right/{writer}", i, $"{i}")));
            }
        })));
        followers.Add(FollowAsync(log, 0, events));

        foreach (var seen in await Task.WhenAll(followers))
        {
            Assert.Equal(events, seen.Count);
            AssertRising(seen);
            foreach (var stream in seen.GroupBy(logged => logged.Stream, StringComparer.Ordinal))
            {
                Assert.Equal(Enumerable.Range(1, appends).Select(version => (long)version), stream.Select(logged => logged.Version));
            }
        }

        Assert.Equal(new ChainReport(events, writers * 2, FirstBreak: null), await log.VerifyAsync(Ct));
    }

    [Fact]
    public async Task Following_starts_after_the_position_given()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, Request(Write("incident/1", 0, "a", "b")));
        var from = await log.LastPositionAsync(Ct);
        await AppendedAsync(log, Request(Write("incident/1", 2, "c", "d")));

        AssertTexts(await FollowAsync(log, from, 2), "c", "d");
        AssertTexts(await FollowAsync(log, from - 1, 3), "b", "c", "d");
    }

    [Fact]
    public async Task A_follower_at_the_end_waits_and_is_woken_by_a_commit()
    {
        var log = await OpenAsync();
        await using var follower = log.FollowAsync(0, Ct).GetAsyncEnumerator(Ct);

        var next = follower.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await AppendedAsync(log, Request(Write("incident/1", 0, "opened")));

        Assert.True(await next);
        Assert.Equal("opened", TextOf(Assert.Single(follower.Current)));
        next = follower.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await AppendedAsync(log, Request(Write("incident/1", 1, "graded")));
        Assert.True(await next);
        Assert.Equal("graded", TextOf(Assert.Single(follower.Current)));
    }

    [Fact]
    public async Task A_follower_that_waits_ends_when_it_is_cancelled()
    {
        var log = await OpenAsync();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var follower = log.FollowAsync(0, cancellation.Token).GetAsyncEnumerator(Ct);
        var next = follower.MoveNextAsync().AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_follower_that_waits_is_told_when_the_log_closes()
    {
        var log = await OpenAsync();
        await using var follower = log.FollowAsync(0, Ct).GetAsyncEnumerator(Ct);
        var next = follower.MoveNextAsync().AsTask();

        await CloseAsync(log);

        Assert.Equal(EventLogFault.Closed, (await Assert.ThrowsAsync<EventLogException>(() => next)).Code);
    }

    protected static void AssertRising(IReadOnlyList<LoggedEvent> events)
    {
        for (var i = 1; i < events.Count; i++)
        {
            Assert.True(events[i - 1].Position < events[i].Position, $"Position {events[i].Position} follows {events[i - 1].Position}.");
        }
    }
}
