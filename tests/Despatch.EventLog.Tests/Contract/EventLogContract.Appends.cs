namespace Despatch.EventLog.Tests.Contract;

public abstract partial class EventLogContract
{
    [Fact]
    public async Task The_first_event_of_a_stream_has_version_one()
    {
        var log = await OpenAsync(new FixedClock(Now.AddTicks(7)));

        var appended = await AppendedAsync(log, Request(Write("incident/1", 0, "opened")));

        var logged = Assert.Single(await log.ReadStreamAsync("incident/1", 0, 10, Ct));
        Assert.Equal(("incident/1", 1L, "test.happened.v1", "opened"), (logged.Stream, logged.Version, logged.Name, TextOf(logged)));
        Assert.Equal(Now, logged.At);
        Assert.Equal((logged.Position, logged.Position), (appended.FirstPosition, appended.LastPosition));
        Assert.Equal(logged.Position, await log.LastPositionAsync(Ct));
    }

    [Fact]
    public async Task An_empty_log_is_at_position_zero()
    {
        var log = await OpenAsync();

        Assert.Equal(0, await log.LastPositionAsync(Ct));
        Assert.Empty(await log.ReadAsync(0, 10, Ct));
        Assert.Empty(await log.ReadStreamAsync("incident/1", 0, 10, Ct));
    }

    [Fact]
    public async Task A_stale_version_is_answered_with_the_actual_one()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, Request(Write("incident/1", 0, "opened", "graded")));

        var result = await log.AppendAsync(Request(Write("incident/1", 1, "late")), Ct);

        Assert.Equal(new AppendResult.Conflict("incident/1", 1, 2), result);
        await AssertStreamAsync(log, "incident/1", "opened", "graded");
    }

    [Fact]
    public async Task A_stream_that_must_not_exist_but_does_is_a_conflict()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, Request(Write("incident/1", 0, "opened")));

        Assert.Equal(new AppendResult.Conflict("incident/1", 0, 1), await log.AppendAsync(Request(Write("incident/1", 0, "again")), Ct));
    }

    [Fact]
    public async Task A_stream_that_must_exist_but_does_not_is_a_conflict()
    {
        var log = await OpenAsync();

        Assert.Equal(new AppendResult.Conflict("incident/1", 3, 0), await log.AppendAsync(Request(Write("incident/1", 3, "graded")), Ct));
        Assert.Equal(0, await log.LastPositionAsync(Ct));
    }

    [Fact]
    public async Task An_append_over_several_streams_is_written_whole_and_in_order()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, Request(Write("unit/KF1", 0, "booked on")));

        var appended = await AppendedAsync(log, Request(Write("incident/1", 0, "opened", "assigned"), Write("unit/KF1", 1, "committed")));

        var events = await log.ReadAsync(appended.FirstPosition - 1, 10, Ct);
        AssertTexts(events, "opened", "assigned", "committed");
        Assert.Equal([1L, 2L, 2L], events.Select(logged => logged.Version));
        Assert.Equal(appended.LastPosition, events[^1].Position);
    }

    [Fact]
    public async Task An_append_with_one_stale_stream_changes_nothing()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, Request(Write("unit/KF1", 0, "booked on", "freed")));
        var before = await log.LastPositionAsync(Ct);
        var writes = new[]
        {
            new StreamWrite("incident/1", 0, [Event("opened", "phone:999")]),
            Write("unit/KF1", 1, "committed"),
            Write("incident/2", 0, "opened"),
        };

        var result = await log.AppendAsync(new AppendRequest([.. writes], Command("assign")), Ct);

        Assert.Equal(new AppendResult.Conflict("unit/KF1", 1, 2), result);
        Assert.Equal(before, await log.LastPositionAsync(Ct));
        await AssertStreamAsync(log, "incident/1");
        await AssertStreamAsync(log, "incident/2");
        Assert.Empty(await log.FindAsync("phone:999", 10, Ct));
        Assert.Null(await log.FindCommandAsync("assign", Ct));
        await AppendedAsync(log, Request(Write("incident/1", 0, "opened")));
    }

    [Fact]
    public async Task Of_many_writers_at_one_version_exactly_one_wins()
    {
        var log = await OpenAsync();
        await AppendedAsync(log, Request(Write("unit/KF1", 0, "booked on")));

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(writer => Task.Run(
            async () => await log.AppendAsync(Request(Write($"incident/{writer}", 0, "opened"), Write("unit/KF1", 1, $"to {writer}")), Ct))));

        Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.Equal(49, results.OfType<AppendResult.Conflict>().Count(conflict => conflict is { Stream: "unit/KF1", ActualVersion: 2 }));
        Assert.Equal(3, (await log.ReadAsync(0, 1_000, Ct)).Count);
    }

    [Fact]
    public async Task A_command_id_seen_before_returns_the_first_answer_though_the_stream_moved_on()
    {
        var log = await OpenAsync();
        var request = new AppendRequest([Write("incident/1", 0, "opened")], Command("open", "first"));
        var first = await AppendedAsync(log, request);
        await AppendedAsync(log, Request(Write("incident/1", 1, "graded")));

        var again = await log.AppendAsync(request with { Command = new CommandRecord("open", "another", new byte[] { 1 }) }, Ct);

        var done = Assert.IsType<AppendResult.AlreadyDone>(again);
        Assert.Equal(("open", "fingerprint of open", first.LastPosition), (done.First.Id, done.First.Fingerprint, done.Position));
        Assert.Equal("first"u8.ToArray(), done.First.Answer.ToArray());
        await AssertStreamAsync(log, "incident/1", "opened", "graded");
    }

    [Fact]
    public async Task A_command_is_found_with_its_answer_and_position()
    {
        var log = await OpenAsync();
        var record = new CommandRecord("open", string.Empty, ReadOnlyMemory<byte>.Empty);
        var appended = await AppendedAsync(log, new AppendRequest([Write("incident/1", 0, "opened", "graded")], record));

        var done = await log.FindCommandAsync("open", Ct);

        Assert.NotNull(done);
        Assert.Equal((appended.LastPosition, string.Empty, 0), (done.Position, done.Command.Fingerprint, done.Command.Answer.Length));
        Assert.Null(await log.FindCommandAsync("never", Ct));
    }

    [Fact]
    public async Task A_command_that_met_a_conflict_may_be_tried_again()
    {
        var log = await OpenAsync();
        Assert.IsType<AppendResult.Conflict>(await log.AppendAsync(new AppendRequest([Write("incident/1", 1, "graded")], Command("c")), Ct));

        await AppendedAsync(log, new AppendRequest([Write("incident/1", 0, "opened")], Command("c")));
    }

    [Fact]
    public async Task A_command_sent_many_times_at_once_is_done_once()
    {
        var log = await OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(copy => Task.Run(
            async () => await log.AppendAsync(new AppendRequest([Write($"contact/{copy}", 0, "received")], Command("same")), Ct))));

        var appended = Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.Equal(19, results.OfType<AppendResult.AlreadyDone>().Count(done => done.Position == appended.LastPosition));
        Assert.Single(await log.ReadAsync(0, 100, Ct));
    }
}
