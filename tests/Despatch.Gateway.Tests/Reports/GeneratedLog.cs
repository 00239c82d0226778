using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.EventLog;
using Despatch.EventLog.Sqlite;

namespace Despatch.Gateway.Tests.Reports;

/// <summary>
/// A log of made-up days, by a seed: calls, incidents opened, graded, raised and lowered, moved to another borough, attended early, late or
/// never, closed and reopened; written in the order of time by a clock that lags a little, as it does with several silos.
/// </summary>
internal sealed class GeneratedLog : IAsyncDisposable
{
    private static readonly Actor By = new("GEN1", Role.Despatcher);

    private static readonly (string Borough, string Pod)[] Places =
        [("Lambeth", "AS"), ("Southwark", "AS"), ("Camden", "CN"), ("Barnet", "NW"), ("", "AW")];

    private readonly string _directory = Directory.CreateTempSubdirectory("despatch-reports-").FullName;
    private readonly SteppedTime _time = new();
    private readonly List<(DateTimeOffset At, string Stream, DomainEvent Fact)> _facts = [];
    private readonly Random _random;
    private int _last;

    public GeneratedLog(int seed)
    {
        _random = new Random(seed);
        Log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = Path.Combine(_directory, "log.db") }, _time);
    }

    public SqliteEventLog Log { get; }

    public EventCodec Codec { get; } = new(EventNames.Catalogue);

    /// <summary>So many calls and incidents, spread over these days of London's clock.</summary>
    public async Task WriteAsync(DateOnly firstDay, int days, int count)
    {
        var from = LondonTime.StartOf(firstDay);
        var length = LondonTime.StartOf(firstDay.AddDays(days)) - from;
        for (var i = 0; i < count; i++)
        {
            Call(from + (length * _random.NextDouble()));
            Incident(Whole(from + (length * _random.NextDouble())), firstDay);
        }

        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (at, stream, fact) in _facts.OrderBy(static f => f.At))
        {
            _time.Now = at + TimeSpan.FromMilliseconds(_random.Next(20_000));
            var (name, data) = Codec.Encode(fact);
            var version = versions.GetValueOrDefault(stream);
            var written = await Log.AppendAsync(
                new AppendRequest([new StreamWrite(stream, version, [new NewEvent(name, data, [])])], null), CancellationToken.None);
            Assert.IsType<AppendResult.Appended>(written);
            versions[stream] = version + 1;
        }
    }

    /// <summary>So many incidents of a dozen events each within one day, most of them events that no report looks at.</summary>
    /// <returns>How many events.</returns>
    public async Task<int> FillAsync(DateTimeOffset from, int incidents)
    {
        var day = LondonTime.DayOf(from);
        for (var i = 0; i < incidents; i += 100)
        {
            var at = _time.Now = from + TimeSpan.FromSeconds(i);
            var writes = Enumerable.Range(i + 1, 100).Select(n => new StreamWrite(new CadNumber(n, day).Key, 0, [.. Usual(new CadNumber(n, day), at).Select(Encoded)]));
            await Log.AppendAsync(new AppendRequest([.. writes], null), CancellationToken.None);
        }

        return incidents * 12;

        NewEvent Encoded(DomainEvent fact)
        {
            var (name, data) = Codec.Encode(fact);
            return new NewEvent(name, data, []);
        }
    }

    private static IEnumerable<DomainEvent> Usual(CadNumber cad, DateTimeOffset at) =>
    [
        new IncidentOpened(cad, "01", new string('w', 300), new Place(null, "1 High Street", "Lambeth", "AS"), "", "", "") { At = at, By = By },
        new IncidentGraded(Grade.Immediate, null, "") { At = at, By = By },
        new UnitAssigned("AS21", "", "", null) { At = at, By = By },
        new UnitEnRoute("AS21") { At = at, By = By },
        new UnitOnScene("AS21") { At = at, By = By },
        .. Enumerable.Range(0, 4).Select(n => new EntryAdded($"{n}: {new string('w', 200)}") { At = at, By = By }),
        new UnitReleased("AS21") { At = at, By = By },
        new IncidentResulted("199", "done") { At = at, By = By },
        new IncidentClosed("") { At = at, By = By },
    ];

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private void Call(DateTimeOffset at)
    {
        var channel = (Channel)_random.Next(3);
        var answered = at + TimeSpan.FromSeconds(_random.Next(40));
        var details = CallDetails.None with { PresentedAt = Chance(0.8) ? at : null, AnsweredAt = Chance(0.9) ? answered : null };
        Add(answered, $"contact-{++_last}", new ContactRecorded(channel, "", "", null, Somewhere(), false, Chance(0.1), "words", [])
        {
            At = answered,
            By = By,
            Details = Chance(0.9) ? details : null,
        });
    }

    private void Incident(DateTimeOffset at, DateOnly day)
    {
        var key = new CadNumber(++_last, day).Key;
        Add(at, key, new IncidentOpened(new CadNumber(_last, day), "01", "words", Somewhere(), "", "", "") { At = at, By = By });
        if (Chance(0.05))
        {
            return;
        }

        var grade = (Grade)_random.Next(4);
        Add(at += Seconds(30), key, new IncidentGraded(grade, null, "") { At = at, By = By });
        if (Chance(0.2))
        {
            var other = (Grade)((int)(grade + 1 + _random.Next(3)) % 4);
            Add(at += Seconds(1_500), key, new IncidentGraded(other, grade, "new facts") { At = at, By = By });
            grade = other;
        }

        if (Chance(0.1))
        {
            Add(at += Seconds(60), key, new IncidentLocated(Somewhere()) { At = at, By = By });
        }

        End(key, at, grade);
    }

    private void End(string key, DateTimeOffset at, Grade grade)
    {
        if (grade != Grade.Referred && Chance(0.85))
        {
            var usual = grade.Target()!.Value.TotalSeconds * (Chance(0.3) ? 3 : 1);
            Add(at += Seconds((int)usual), key, new UnitOnScene("AS21") { At = at, By = By });
            if (Chance(0.2))
            {
                Add(at += Seconds(600), key, new UnitOnScene("AS22") { At = at, By = By });
            }
        }

        if (Chance(0.8))
        {
            if (Chance(0.15))
            {
                Add(at += Seconds(3_600), key, new IncidentFolded("incident-20261121-1", "the same") { At = at, By = By });
            }

            Add(at += Seconds(3_600), key, new IncidentClosed("") { At = at, By = By });
            if (Chance(0.1))
            {
                Add(at += Seconds(3_600), key, new IncidentReopened("again") { At = at, By = By });
            }
        }
    }

    private void Add(DateTimeOffset at, string stream, DomainEvent fact) => _facts.Add((at, stream, fact));

    private Place Somewhere()
    {
        var (borough, pod) = Places[_random.Next(Places.Length)];
        return new Place(null, "", borough, pod);
    }

    // Some things happen on the second, and so exactly at a limit.
    private TimeSpan Seconds(int below) => TimeSpan.FromSeconds(_random.Next(1, below));

    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private bool Chance(double part) => _random.NextDouble() < part;

    private sealed class SteppedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
