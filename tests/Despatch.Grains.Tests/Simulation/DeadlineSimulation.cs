using Despatch.Board;
using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Pods;
using Despatch.EventLog;
using Despatch.Grains.Silo;
using Despatch.Grains.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Simulation;

namespace Despatch.Grains.Tests.Simulation;

/// <summary>
/// A cluster on virtual time in which incidents are opened and acted on while silos crash at random and come back, one of them alive at
/// every moment. The same seed gives the same run.
/// </summary>
public sealed class DeadlineSimulation : IDisposable
{
    private static readonly Actor Somebody = new("sim", Role.DutyOfficer);

    private readonly SimulatedCluster _cluster;
    private readonly Random _random;
    private readonly Force _force;
    private readonly EscalationPolicy _policy;
    private readonly List<Task> _running = [];
    private readonly List<(DateTimeOffset At, string Name)> _coming = [];
    private readonly List<string> _open = [];

    /// <summary>Starts one silo of each site.</summary>
    public DeadlineSimulation(int seed, Force force, EscalationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(force);
        (_force, _policy, _random) = (force, policy, new Random(seed));
        _cluster = new SimulatedCluster(seed);
        foreach (var site in force.Sites)
        {
            Start(site.Key + "-1");
        }
    }

    /// <summary>The log.</summary>
    public MemoryStore Store { get; } = new();

    /// <summary>Its codec.</summary>
    public EventCodec Codec { get; } = new(EventNames.Catalogue);

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now => _cluster.Scheduler.GetUtcNow();

    /// <summary>How many silos have crashed.</summary>
    public int Kills { get; private set; }

    /// <summary>How many incidents were opened.</summary>
    public int Opened => _open.Count;

    /// <summary>Opens so many incidents, evenly over a time.</summary>
    public void Open(int count, TimeSpan over) => _running.Add(_cluster.Scheduler.Start(async () =>
    {
        TimeProvider clock = _cluster.Scheduler;
        for (var number = 1; number <= count; number++)
        {
            await Task.Delay(over / count, clock);
            OpenOne(number);
        }
    }));

    /// <summary>Does something to an incident so many times a second, for ever: mostly what ends nothing, now and then an act.</summary>
    public void Act(int perSecond) => _ = _cluster.Scheduler.Start(async () =>
    {
        TimeProvider clock = _cluster.Scheduler;
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1) / perSecond, clock);
            if (_open.Count > 0)
            {
                ActOn(_open[_random.Next(_open.Count)]);
            }
        }
    });

    /// <summary>Lets time pass; silos crash after 10 to 60 s each and come back after 5 to 60 s.</summary>
    public void Run(TimeSpan time)
    {
        var end = Now + time;
        while (Now < end)
        {
            var kill = Now + Seconds(10, 60);
            while (_coming.Count > 0 && _coming[0].At <= kill)
            {
                AdvanceTo(_coming[0].At, end);
                Start(_coming[0].Name);
                _coming.RemoveAt(0);
            }

            AdvanceTo(kill, end);
            if (Now < end && _cluster.Silos.Count > 1)
            {
                Crash(_cluster.Silos[_random.Next(_cluster.Silos.Count)]);
            }
        }

        foreach (var failed in _running.Where(t => t.IsFaulted))
        {
            throw new InvalidOperationException("A part of the simulation failed.", failed.Exception);
        }
    }

    /// <summary>Holds the log against its deadlines.</summary>
    public DeadlineReport Report(TimeSpan limit) => new DeadlineAudit(Codec, _policy, limit).Check(Store, Now);

    /// <inheritdoc/>
    public void Dispose() => _cluster.Dispose();

    private void AdvanceTo(DateTimeOffset moment, DateTimeOffset end)
    {
        var to = moment < end ? moment : end;
        if (to > Now)
        {
            _cluster.Advance(to - Now);
        }
    }

    private void Start(string name)
    {
        var silo = _cluster.StartSilo(name, builder => builder
            .AddTestForce(name, new MemoryEventLog(Store, _cluster.Scheduler), _force, _policy)
            .Configure<ClusterMembershipOptions>(probes => (probes.ProbeTimeout, probes.NumMissedProbesLimit) = (TimeSpan.FromSeconds(1), 2)));
        var follower = new BoardFollower(
            silo.Services.GetRequiredService<IEventLog>(), Codec, silo.Services.GetRequiredService<Board.Board>(), NullLogger.Instance);
        var watch = silo.Services.GetRequiredService<DeadlineWatch>();
        _running.Add(silo.Start(() => follower.RunAsync(CancellationToken.None)));
        _running.Add(silo.Start(() => watch.RunAsync(CancellationToken.None)));
    }

    private void Crash(SimulatedSilo silo)
    {
        _cluster.Crash(silo);
        Kills++;
        _coming.Add((Now + Seconds(5, 60), silo.Name));
        _coming.Sort((a, b) => a.At.CompareTo(b.At));
    }

    private void OpenOne(int number)
    {
        var cad = new CadNumber(number, new DateOnly(2026, 11, 21));
        var pod = _force.Pods[_random.Next(_force.Pods.Length)].Code;
        DomainEvent opened = new IncidentOpened(cad, "01", "help", new Place(new Point(-0.1, 51.5), "", "", pod), "", "", "") { At = Now, By = Somebody };
        Grade? grade = _random.Next(20) switch { < 8 => Grade.Immediate, < 15 => Grade.Significant, < 18 => Grade.Extended, 18 => Grade.Referred, _ => null };
        Write(cad.Key, 0, grade is { } given ? [opened, new IncidentGraded(given, null, "") { At = Now, By = Somebody }] : [opened]);
        _open.Add(cad.Key);
    }

    private void ActOn(string key)
    {
        var facts = Store.Stream(key, 0, 10_000);
        var state = facts.Aggregate(IncidentState.Initial, (s, e) => IncidentState.Evolve(s, (DomainEvent)Codec.Decode(e.Name, e.Data)));
        DomainEvent fact = _random.Next(10) switch
        {
            0 when state.Assignments.IsEmpty && state.Grade is not null => new UnitAssigned("AS1", "", "", null) { At = Now, By = Somebody },
            <= 1 when !state.Assignments.IsEmpty => new UnitDiverted("AS1", key, "worse", true) { At = Now, By = Somebody },
            2 when !state.Assignments.IsEmpty => new UnitOnScene("AS1") { At = Now, By = Somebody },
            3 when state.Grade is { } was && was != Grade.Immediate => new IncidentGraded(Grade.Immediate, was, "worse") { At = Now, By = Somebody },
            4 => new EscalationAcknowledged("seen") { At = Now, By = Somebody },
            _ => new EntryAdded("no officers available") { At = Now, By = Somebody },
        };
        Write(key, facts.Count, fact);
    }

    private void Write(string stream, int version, params ReadOnlySpan<DomainEvent> facts)
    {
        var events = System.Collections.Immutable.ImmutableArray.CreateBuilder<NewEvent>(facts.Length);
        foreach (var fact in facts)
        {
            var (name, data) = Codec.Encode(fact);
            events.Add(new NewEvent(name, data, []));
        }

        if (Store.Append(new AppendRequest([new StreamWrite(stream, version, events.ToImmutable())], null), Now) is not AppendResult.Appended)
        {
            throw new InvalidOperationException($"{stream} moved on within one turn.");
        }
    }

    private TimeSpan Seconds(int least, int most) => TimeSpan.FromMilliseconds(_random.Next(least * 1000, most * 1000));
}
