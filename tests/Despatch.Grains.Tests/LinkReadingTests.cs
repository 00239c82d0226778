using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.EventLog;
using Despatch.Grains.Aggregates;
using Despatch.Grains.Linking;
using Despatch.Grains.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Despatch.Grains.Tests;

/// <summary>What an opening asks of the log for its candidates.</summary>
public sealed class LinkReadingTests
{
    private static readonly EventCodec Codec = new(EventNames.Catalogue);
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 30, 0, TimeSpan.Zero);
    private static readonly Point Brixton = new(-0.1145, 51.4613);

    private readonly MemoryEventLog _log = new(new MemoryStore(), TimeProvider.System);
    private readonly Particulars _about =
        Particulars.Evolve(Particulars.None, Opened(99));

    private int _reads;

    [Fact]
    public async Task Two_reads_do_however_many_candidates_there_are()
    {
        for (var i = 1; i <= 8; i++)
        {
            await OpenedAsync(i, new PersonNamed(new NamedPerson($"Somebody Number{i}", null, PersonRole.Victim)) { At = Now, By = Handler });
        }

        var found = await FindAsync();

        Assert.Equal(TestForce.Linking.Offered, found.Length);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task One_read_does_where_nothing_is_found()
    {
        Assert.Empty(await FindAsync());
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task What_tells_nothing_is_not_even_decoded()
    {
        await OpenedAsync(1);
        var key = Cad(1).Key;
        var spoilt = new NewEvent("incident.graded.v1", "no JSON"u8.ToArray(), default);
        Assert.IsType<AppendResult.Appended>(await _log.AppendAsync(
            new AppendRequest([new StreamWrite(key, 1, [spoilt])], Command: null), TestContext.Current.CancellationToken));

        Assert.Equal(key, Assert.Single(await FindAsync()).Incident);
    }

    private static Actor Handler { get; } = new("handler-1", Role.CallHandler);

    private static CadNumber Cad(int number) => new(number, new DateOnly(2026, 11, 21));

    private static IncidentOpened Opened(int number) =>
        new(Cad(number), "01", "Help", new Place(Brixton, "", "", "AS"), "", "+442079461009", "") { At = Now, By = Handler };

    private async Task<ImmutableArray<LinkCandidate>> FindAsync()
    {
        _log.Reading = _ =>
        {
            Interlocked.Increment(ref _reads);
            return Task.CompletedTask;
        };
        var finder = new LinkFinder(new LinkReader(_log, Codec), TestForce.Linking, TimeProvider.System, NullLogger<LinkFinder>.Instance);
        return await finder.FindAsync(_about, Cad(99).Key);
    }

    private async Task OpenedAsync(int number, params DomainEvent[] more)
    {
        var changes = ImmutableArray.Create(new Change(Cad(number).Key, [Opened(number), .. more]));
        Assert.IsType<AppendResult.Appended>(
            await new LogWriter(_log, Codec).AppendAsync(changes, new Dictionary<string, long>(StringComparer.Ordinal), null));
    }
}
