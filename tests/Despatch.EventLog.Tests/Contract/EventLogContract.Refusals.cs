namespace Despatch.EventLog.Tests.Contract;

public abstract partial class EventLogContract
{
    public static TheoryData<string, AppendRequest> WrongRequests { get; } = new()
    {
        { "Writes", new AppendRequest(default, Command: null) },
        { "Writes", Request() },
        { "Writes", new AppendRequest([null!], Command: null) },
        { "Writes", Request([.. Enumerable.Range(0, AppendLimits.StreamsPerAppend + 1).Select(i => Write($"s/{i}", 0, "a"))]) },
        { "Stream", Request(Write("incident/1", 0, "a"), Write("incident/1", 1, "b")) },
        { "Stream", Request(Write(string.Empty, 0, "a")) },
        { "Stream", Request(Write(null!, 0, "a")) },
        { "Stream", Request(Write(new string('s', AppendLimits.StreamLength + 1), 0, "a")) },
        { "Stream", Request(Write("half a pair \ud83d", 0, "a")) },
        { "Stream", Request(Write("nul \0", 0, "a")) },
        { "ExpectedVersion", Request(Write("incident/1", -1, "a")) },
        { "Events", Request(Write("incident/1", 0)) },
        { "Events", Request(new StreamWrite("incident/1", 0, default)) },
        { "Events", Request(new StreamWrite("incident/1", 0, [null!])) },
        { "Events", Request(Write("incident/1", 0, [.. Enumerable.Repeat("a", AppendLimits.EventsPerAppend + 1)])) },
        { "Name", Request(new StreamWrite("incident/1", 0, [new NewEvent(string.Empty, default, [])])) },
        { "Name", Request(new StreamWrite("incident/1", 0, [new NewEvent(new string('n', AppendLimits.NameLength + 1), default, [])])) },
        { "Data", Request(new StreamWrite("incident/1", 0, [new NewEvent("n", new byte[AppendLimits.DataBytes + 1], [])])) },
        { "Tags", Request(new StreamWrite("incident/1", 0, [Event("a", string.Empty)])) },
        { "Tags", Request(new StreamWrite("incident/1", 0, [Event("a", new string('t', AppendLimits.TagLength + 1))])) },
        { "Tags", Request(new StreamWrite("incident/1", 0, [Event("a", [.. Enumerable.Range(0, 33).Select(i => $"t{i}")])])) },
        { "Id", new AppendRequest([Write("incident/1", 0, "a")], Command(string.Empty)) },
        { "Fingerprint", new AppendRequest([Write("incident/1", 0, "a")], new CommandRecord("c", null!, default)) },
        { "Answer", new AppendRequest([Write("incident/1", 0, "a")], new CommandRecord("c", "f", new byte[AppendLimits.DataBytes + 1])) },
    };

    [Theory]
    [MemberData(nameof(WrongRequests), DisableDiscoveryEnumeration = true)]
    public async Task A_request_no_log_could_take_is_refused_naming_what_is_wrong(string parameter, AppendRequest request)
    {
        var log = await OpenAsync();

        var exception = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await log.AppendAsync(request, Ct));

        Assert.Equal(parameter, exception.ParamName);
        Assert.Equal(0, await log.LastPositionAsync(Ct));
    }

    [Fact]
    public async Task Reads_out_of_bounds_are_refused_naming_what_is_wrong()
    {
        var log = await OpenAsync();

        async Task Refused(string parameter, Func<ValueTask> read) =>
            Assert.Equal(parameter, (await Assert.ThrowsAnyAsync<ArgumentException>(async () => await read())).ParamName);

        await Refused("stream", async () => await log.ReadStreamAsync(string.Empty, 0, 1, Ct));
        await Refused("after", async () => await log.ReadStreamAsync("incident/1", -1, 1, Ct));
        await Refused("maxCount", async () => await log.ReadStreamAsync("incident/1", 0, 0, Ct));
        await Refused("maxCount", async () => await log.ReadAsync(0, AppendLimits.EventsPerRead + 1, Ct));
        await Refused("tag", async () => await log.FindAsync(string.Empty, 1, Ct));
        await Refused("commandId", async () => await log.FindCommandAsync(string.Empty, Ct));
        Assert.Throws<ArgumentOutOfRangeException>("afterPosition", () => log.FollowAsync(-1, Ct));
    }

    [Fact]
    public async Task Calls_that_are_cancelled_already_do_nothing()
    {
        var log = await OpenAsync();
        var cancelled = new CancellationToken(canceled: true);

        async Task Cancelled(Func<ValueTask> call) =>
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call());

        await Cancelled(async () => await log.AppendAsync(Request(Write("incident/1", 0, "a")), cancelled));
        await Cancelled(async () => await log.ReadAsync(0, 1, cancelled));
        await Cancelled(async () => await log.ReadStreamAsync("incident/1", 0, 1, cancelled));
        await Cancelled(async () => await log.FindAsync("tag", 1, cancelled));
        await Cancelled(async () => await log.FindCommandAsync("c", cancelled));
        await Cancelled(async () => await log.LastPositionAsync(cancelled));
        await Cancelled(async () => await log.VerifyAsync(cancelled));
        Assert.Equal(0, await log.LastPositionAsync(Ct));
    }

    [Fact]
    public async Task A_closed_log_says_so()
    {
        var log = await OpenAsync();
        await CloseAsync(log);

        var append = await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(Request(Write("incident/1", 0, "a")), Ct));
        var read = await Assert.ThrowsAsync<EventLogException>(async () => await log.ReadAsync(0, 1, Ct));

        Assert.Equal((EventLogFault.Closed, EventLogFault.Closed), (append.Code, read.Code));
    }
}
