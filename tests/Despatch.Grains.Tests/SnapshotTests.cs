using System.Text.Json;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.EventLog;
using Despatch.Grains.Snapshots;
using Despatch.Grains.Tests.Support;
using Orleans.Storage;

namespace Despatch.Grains.Tests;

/// <summary>
/// A cluster works and stops; another goes on with its log and with what is left of its snapshots. Whatever that is, it must answer the
/// same as one that never had any.
/// </summary>
public sealed class SnapshotTests
{
    public static TheoryData<string> Conditions { get; } =
        ["whole", "deleted", "cut short", "no JSON", "a changed byte", "another format", "ahead of the log", "of another log", "faulty storage"];

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task Answers_are_the_same_with_without_and_with_spoilt_snapshots(string condition)
    {
        var store = new MemoryStore();
        var snapshots = new MemorySnapshots();
        Life life;
        await using (var cluster = new TestCluster { Store = store, Snapshots = snapshots })
        {
            await cluster.InitializeAsync();
            life = await Life.LiveAsync(new Desk(cluster));
        }

        Assert.Contains(snapshots.Texts.Keys, key => key.StartsWith("incident/", StringComparison.Ordinal));
        Assert.Contains(snapshots.Texts.Keys, key => key.StartsWith("unit/", StringComparison.Ordinal));
        Assert.Contains(snapshots.Texts.Keys, key => key.StartsWith("contact/", StringComparison.Ordinal));
        Assert.All(snapshots.Texts.Values, text => Assert.True(MemorySnapshots.Read(text).IsWhole()));
        Spoil(snapshots, condition);

        await using var next = new TestCluster { Store = store, Snapshots = snapshots };
        await next.InitializeAsync();
        var desk = new Desk(next);
        await life.CheckAsync(desk, next);
        await life.GoOnAsync(desk);
    }

    [Fact]
    public async Task A_snapshot_that_fits_saves_the_reading_of_the_stream()
    {
        var snapshots = new MemorySnapshots();
        await using var cluster = new TestCluster { Snapshots = snapshots };
        await cluster.InitializeAsync();
        var desk = new Desk(cluster);
        var callsign = await desk.OnPatrol();
        for (var i = 0; i < 10; i++)
        {
            Desk.Done(await desk.Status(callsign, i % 2 == 0 ? UnitStatus.AtStation : UnitStatus.OnPatrol));
        }

        // Off duty its grain ends; what it kept then is what the next one begins with.
        Desk.Done(await desk.Unit(callsign, new BookOff()));
        var text = await KeptAsync(snapshots, $"unit/{UnitState.KeyOf(callsign)}", version: 13);
        snapshots.Spoil(t => string.Equals(t, text, StringComparison.Ordinal) ? Forged(t) : t);
        Assert.Equal("PC Snapshot", (await desk.UnitOf(callsign)).Crew.Single().Name);
    }

    [Fact]
    public async Task A_snapshot_is_written_on_the_way_without_anybody_waiting_for_it()
    {
        var snapshots = new MemorySnapshots();
        await using var cluster = new TestCluster { Snapshots = snapshots };
        await cluster.InitializeAsync();
        var desk = new Desk(cluster);
        var cad = await desk.Opened();
        for (var i = 0; i < 3; i++)
        {
            Desk.Done(await desk.Incident(cad, new AddEntry($"Entry {i}")));
        }

        await KeptAsync(snapshots, $"incident/{cad}", version: 4);
    }

    [Fact]
    public async Task Nobody_asks_for_the_snapshot_of_a_stream_too_short_to_have_one()
    {
        var snapshots = new MemorySnapshots();
        await using var cluster = new TestCluster { Snapshots = snapshots, SnapshotOptions = new SnapshotOptions { Every = 10, AtTheEnd = 5 } };
        await cluster.InitializeAsync();
        var desk = new Desk(cluster);
        var cad = await desk.Opened();
        Desk.Done(await desk.Incident(cad, new AddEntry("An entry")));
        Assert.InRange(cluster.Facts(cad).Count, 2, 4);

        Assert.Equal(0, snapshots.Asked);
    }

    [Fact]
    public async Task A_stream_that_was_short_at_first_writes_over_what_an_older_log_left()
    {
        var snapshots = new MemorySnapshots();
        string key;
        await using (var cluster = new TestCluster { Snapshots = snapshots })
        {
            await cluster.InitializeAsync();
            key = await LongAsync(new Desk(cluster), "of the first log");
            await KeptAsync(snapshots, $"incident/{key}", version: 4);
        }

        // The store is restored from a backup that has nothing of it, and the same number is given once more.
        await using var next = new TestCluster { Snapshots = snapshots };
        await next.InitializeAsync();
        var before = snapshots.Texts[$"incident/{key}"];
        await LongAsync(new Desk(next), "of the second log", key);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (string.Equals(snapshots.Texts[$"incident/{key}"], before, StringComparison.Ordinal) && !limit.IsCancellationRequested)
        {
            await Task.Yield();
        }

        Assert.Contains("of the second log", snapshots.Texts[$"incident/{key}"], StringComparison.Ordinal);
    }

    private static async Task<string> LongAsync(Desk desk, string words, string? key = null)
    {
        key ??= Desk.NewCad();
        Desk.Done(await desk.Incident(key, new OpenIncident("01", words, Desk.Nowhere, "", Grade.Significant)));
        for (var i = 0; i < 4; i++)
        {
            Desk.Done(await desk.Incident(key, new AddEntry($"{words} {i}")));
        }

        return key;
    }

    /// <summary>Waits until a snapshot of at least this version is kept.</summary>
    private static async Task<string> KeptAsync(MemorySnapshots snapshots, string key, long version)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!limit.IsCancellationRequested)
        {
            if (snapshots.Texts.TryGetValue(key, out var text) && MemorySnapshots.Read(text).Version >= version)
            {
                return text;
            }

            await Task.Yield();
        }

        throw new TimeoutException($"No snapshot of {key}.");
    }

    /// <summary>A snapshot that fits in every way, and says what the log does not: only to see that it is used.</summary>
    private static string Forged(string text)
    {
        var snapshot = MemorySnapshots.Read(text);
        var state = JsonSerializer.Deserialize<UnitState>(snapshot.State, EventJson.Options)! with { Crew = [new CrewMember("1", "PC Snapshot")] };
        return MemorySnapshots.Write((snapshot with { State = JsonSerializer.Serialize(state, EventJson.Options) }).Sealed());
    }

    private static void Spoil(MemorySnapshots snapshots, string condition)
    {
        snapshots.Fault = condition is "faulty storage" ? new InconsistentStateException("As the test wants.") : null;
        snapshots.Spoil(text => condition switch
        {
            "deleted" => null,
            "cut short" => text[..(text.Length / 2)],
            "no JSON" => "\0\u0001",
            "a changed byte" => text.Replace("Okafor", "Okafar", StringComparison.Ordinal).Replace("door", "moor", StringComparison.Ordinal),
            "another format" => Changed(text, s => s with { Format = "0-" + s.Format, State = "{}" }),
            "ahead of the log" => Changed(text, s => s with { Version = s.Version + 1 }),
            "of another log" => Changed(text, s => s with { Event = new string('0', s.Event.Length), State = "{}" }),
            _ => text,
        });
    }

    private static string Changed(string text, Func<StoredSnapshot, StoredSnapshot> change) =>
        MemorySnapshots.Write(change(MemorySnapshots.Read(text)).Sealed());

    /// <summary>What was done, with the answers to it.</summary>
    private sealed record Life(string Contact, string Cad, string Callsign, string Before, CommandContext LastCommand, Answer LastAnswer)
    {
        public static async Task<Life> LiveAsync(Desk desk)
        {
            var contact = ContactState.KeyPrefix + Desk.NextId();
            Desk.Done(await desk.Contact(contact, Record("Somebody at the door")));
            var cad = Desk.Done(await desk.Contact(contact, new TransferContact("", "01", Grade.Significant))).Key;
            var callsign = await desk.OnPatrol();
            await desk.Assign(cad, callsign);
            Desk.Done(await desk.Status(callsign, UnitStatus.EnRoute));
            Desk.Done(await desk.Status(callsign, UnitStatus.OnScene));
            Desk.Done(await desk.Contact(contact, new AppendWords("He has gone")));
            var command = desk.Context();
            var answer = Desk.Done(await desk.Incident(cad, new AddEntry("Last words"), command));
            return new Life(contact, cad, callsign, await StatesAsync(desk, contact, cad, callsign), command, answer);
        }

        public async Task CheckAsync(Desk desk, TestCluster cluster)
        {
            Assert.Equal(Before, await StatesAsync(desk, Contact, Cad, Callsign));
            Assert.Equal(
                JsonSerializer.Serialize(cluster.Facts(Cad).Aggregate(IncidentState.Initial, IncidentState.Evolve), EventJson.Options),
                JsonSerializer.Serialize(await desk.IncidentOf(Cad), EventJson.Options));

            // The first answer comes back, though no snapshot holds it.
            Assert.Equal(LastAnswer, await desk.Incident(Cad, new AddEntry("Last words"), LastCommand));
            Desk.Refused(RefusalCode.CommandIdReused, await desk.Incident(Cad, new AddEntry("Other words"), LastCommand));
        }

        public async Task GoOnAsync(Desk desk)
        {
            Desk.Refused(RefusalCode.UnitCommitted, await desk.Unit(Callsign, new BookOff()));
            Desk.Done(await desk.Status(Callsign, UnitStatus.OnPatrol));
            Desk.Done(await desk.Incident(Cad, new GiveResult("90", "Gone on arrival")));
            Desk.Done(await desk.Incident(Cad, new Assess(new("none left", "nobody hurt", "gone on arrival", "nothing to do", "nobody known", "was told so"))));
            Desk.Done(await desk.Incident(Cad, new CloseIncident("Closed")));
            Assert.True((await desk.IncidentOf(Cad)).IsClosed);
            Assert.Equal("", (await desk.UnitOf(Callsign)).Incident);
        }

        private static RecordContact Record(string words) =>
            new(Channel.Emergency, "+447700900123", "", null, Desk.Nowhere, Silent: false, Abandoned: false, words);

        private static async Task<string> StatesAsync(Desk desk, string contact, string cad, string callsign) => JsonSerializer.Serialize(
            new { Contact = await desk.ContactOf(contact), Incident = await desk.IncidentOf(cad), Unit = await desk.UnitOf(callsign) },
            EventJson.Options);
    }
}
