using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.EventLog;
using Despatch.Grains.Aggregates;
using Despatch.LoadTests.Hosting;
using Despatch.LoadTests.Remembering;
using Despatch.Pack;

namespace Despatch.LoadTests.Intake;

/// <summary>
/// Writes closed incidents into a log, by the product's own writer, so that they are tagged as it tags: opened with the people named in
/// them, resulted and closed, one append each. Facts, not decisions: what was closed years ago was closed under the rules of then.
/// </summary>
internal sealed class PastIntake(IEventLog log, PastClock clock, int incidents, DateOnly today)
{
    private const int ADay = 5_000;
    private const int Batch = 2_000;

    /// <summary>Within a day of London in summer and in winter, so that a number's day is the opening's.</summary>
    private static readonly TimeOnly First = new(2, 0);
    private static readonly TimeSpan Span = TimeSpan.FromHours(20);
    private static readonly Actor Handler = new("handler-017", Role.CallHandler);
    private static readonly Actor Despatcher = new("despatcher-08", Role.Despatcher);

    private readonly LogWriter _writer = new(log, new EventCodec(EventNames.Catalogue));
    private int _written;

    /// <summary>How many incidents and markers are written.</summary>
    public int Written => Volatile.Read(ref _written);

    /// <summary>The number of the incident that was made of a call of the past.</summary>
    public static CadNumber Cad(int call, int incidents, DateOnly today) =>
        new((call % ADay) + 1, today.AddDays(-2 - ((incidents - 1) / ADay) + (call / ADay)));

    /// <summary>Writes all incidents, in the order of time.</summary>
    public async Task RunAsync(IReadOnlyList<Happening> past, CancellationToken cancel)
    {
        for (var from = 0; from < incidents; from += Batch)
        {
            cancel.ThrowIfCancellationRequested();
            var count = Math.Min(Batch, incidents - from);
            var changes = Enumerable.Range(from, count).AsParallel().AsOrdered().Select(i => Write(i, past[i])).ToList();
            clock.MoveTo(changes[^1].Events[^1].At);
            await AppendAsync(changes);
        }
    }

    /// <summary>Writes markers that nobody has withdrawn, of every kind in turn; those that have an end, end in a year.</summary>
    public async Task MarkAsync(IReadOnlyList<MarkerSubject> subjects, CancellationToken cancel)
    {
        var kinds = ForcePack.London.Risk.Markers.Values.OrderBy(static k => k.Code, StringComparer.Ordinal).ToList();
        var at = clock.GetUtcNow();
        var added = subjects.Select((subject, i) =>
        {
            var kind = kinds[i % kinds.Count];
            var until = kind.WarnDays > 0 ? at.AddYears(1) : (DateTimeOffset?)null;
            var fact = new MarkerAdded(kind, subject, "Known to be so.", "A conference", at.AddDays(-90), until, "AS") { At = at, By = Despatcher };
            return new Change(MarkerState.KeyPrefix + i.ToString(CultureInfo.InvariantCulture), [fact]);
        });
        foreach (var batch in added.Chunk(Batch))
        {
            cancel.ThrowIfCancellationRequested();
            await AppendAsync(batch);
        }
    }

    private async Task AppendAsync(IReadOnlyCollection<Change> changes)
    {
        var results = await Task.WhenAll(changes.Select(change => _writer.AppendAsync(
            [change], ImmutableDictionary<string, long>.Empty, new CommandRecord(change.Stream, "past", Encoding.UTF8.GetBytes(change.Stream))).AsTask()));
        if (Array.Find(results, static r => r is not AppendResult.Appended) is { } refused)
        {
            throw new HostException("The past cannot be written: the log is not new.", $"{refused}");
        }

        Interlocked.Add(ref _written, changes.Count);
    }

    private Change Write(int call, Happening told)
    {
        var cad = Cad(call, incidents, today);
        var at = new DateTimeOffset(cad.Day, First, TimeSpan.Zero) + (Span * (cad.Number - 1) / ADay);
        var place = ForcePack.London.PlaceOf(told.Point, told.Address);
        return new Change(cad.Key,
        [
            new IncidentOpened(cad, told.Code, "He says that there is shouting again and somebody at the door.", place, "", told.Number, "") { At = at, By = Handler },
            new IncidentGraded(Grade.Extended, null, "") { At = at, By = Handler },
            .. LinkDecisions.Named(told.Persons, Handler, at),
            new IncidentResulted("132", "Spoken to.") { At = at.AddMinutes(50), By = Despatcher },
            new IncidentClosed("Dealt with.") { At = at.AddMinutes(51), By = Despatcher },
        ]);
    }
}
