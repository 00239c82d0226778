using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Simulation;

/// <summary>A whole cluster on one thread and virtual time, whose messages a test may lose, delay or double, and whose silos it may crash.</summary>
public sealed class SimulatedCluster : IDisposable
{
    private readonly List<SimulatedSilo> _silos = [];
    private readonly ClusterHub _hub;
    private readonly string _clusterId;
    private int _started;

    public SimulatedCluster(int seed, DateTimeOffset? start = null)
    {
        Scheduler = new SimulationScheduler(seed, start);
        _hub = new ClusterHub(new SimulatedExecutor(this));
        _clusterId = "simulation-" + seed;
    }

    public SimulationScheduler Scheduler { get; }

    /// <summary>The silos that were started and have neither stopped nor crashed.</summary>
    public IReadOnlyList<SimulatedSilo> Silos => _silos;

    /// <summary>What becomes of each message between two silos. None: every one arrives once.</summary>
    public Func<SimulatedMessage, Delivery>? Network { get; set; }

    /// <summary>Each message takes up to this long, as the seed has it.</summary>
    public TimeSpan MaxLatency { get; set; } = TimeSpan.FromMilliseconds(2);

    public SimulatedSilo StartSilo(string name, Action<ISiloBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var process = new ProcessContext(Scheduler, name);
        var services = new ServiceCollection();
        services.AddSingleton(_hub);
        services.AddSingleton<TimeProvider>(new ProcessTime(Scheduler, process));
        var builder = SiloBuilder.For(services);
        builder.Configure<SiloOptions>(o => o.SiloName = name)
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (_clusterId, "simulation"))
            .Configure<EndpointOptions>(o => o.SiloPort = EndpointOptions.DEFAULT_SILO_PORT + _started);
        configure(builder);
        _started++;
        var silo = new SimulatedSilo(this, process, services.BuildServiceProvider());
        _silos.Add(silo);
        silo.Run(async () =>
        {
            foreach (var service in silo.Services.GetServices<IHostedService>())
            {
                await service.StartAsync(CancellationToken.None);
            }
        });
        return silo;
    }

    /// <summary>Stops a silo in order.</summary>
    public void StopSilo(SimulatedSilo silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Run(async () =>
        {
            foreach (var service in silo.Services.GetServices<IHostedService>().Reverse())
            {
                await service.StopAsync(CancellationToken.None);
            }
        });
        _silos.Remove(silo);
    }

    /// <summary>
    /// Ends a silo without warning: none of its turns and timers ever runs again. The others notice when the probes they are set to
    /// send would have failed; until then, what they send it is lost.
    /// </summary>
    public void Crash(SimulatedSilo silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Process.Dead = true;
        _silos.Remove(silo);
        var runtime = silo.Services.GetRequiredService<Silo>();
        var probes = silo.Services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        runtime.Crash();
        Scheduler.CreateTimer(
            _ => _hub.SetStatus(runtime.SiloAddress, runtime.Name, SiloStatus.Dead, lost: true), state: null,
            probes.ProbeTimeout * probes.NumMissedProbesLimit, Timeout.InfiniteTimeSpan);
    }

    public void RunUntil(Func<Task> code, TimeSpan? limit = null) => Scheduler.RunUntil(code, limit);

    public T RunUntil<T>(Func<Task<T>> code, TimeSpan? limit = null) => Scheduler.RunUntil(code, limit);

    public void RunUntil(Task task, TimeSpan? limit = null) => Scheduler.RunUntil(task, limit);

    public void Advance(TimeSpan by) => Scheduler.Advance(by);

    public void Dispose()
    {
        foreach (var silo in _silos)
        {
            silo.Process.Dead = true;
            silo.Services.GetRequiredService<Silo>().Crash();
        }
    }

    private sealed class SimulatedExecutor(SimulatedCluster cluster) : Executor
    {
        private readonly ProcessContext _network = new(cluster.Scheduler, "network");

        public override Random Random => cluster.Scheduler.Random;

        // One turn a step, so that the seed may put any other between two turns.
        public override int Batch => 1;

        public override TaskCreationOptions Continuations => TaskCreationOptions.None;

        public override void Post(IThreadPoolWorkItem work, object owner)
        {
            var name = owner is Activation activation ? $"{activation.Silo.Name} {activation.GrainId}" : ((Endpoint)owner).Name;
            cluster.Scheduler.Post(_network, name, work.Execute, inContext: false);
        }

        public override void Deliver(Endpoint from, Endpoint to, byte[] frame)
        {
            var (kind, grain, method, id) = Frame.Describe(frame);
            var message = new SimulatedMessage(from.Name, to.Name, kind is FrameKind.Addressed ? nameof(FrameKind.Request) : kind.ToString(), grain, method);
            var delivery = cluster.Network?.Invoke(message) ?? Delivery.Once;
            foreach (var delay in delivery.Delays)
            {
                var latency = delay + new TimeSpan(Random.NextInt64(cluster.MaxLatency.Ticks + 1));
                var timer = new SimulationTimer(cluster.Scheduler, _network, () => cluster.Scheduler.Post(
                    _network, $"{message.From}>{message.To} {message.Kind} {grain} {method} #{id}", () => to.Receive(frame), inContext: false));
                timer.Change(latency, Timeout.InfiniteTimeSpan);
            }
        }
    }
}

/// <summary>One silo of a simulated cluster.</summary>
public sealed class SimulatedSilo
{
    private readonly SimulatedCluster _cluster;

    internal SimulatedSilo(SimulatedCluster cluster, ProcessContext process, IServiceProvider services)
    {
        _cluster = cluster;
        Process = process;
        Services = services;
    }

    public string Name => Process.Name;

    public IServiceProvider Services { get; }

    public SiloAddress SiloAddress => Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    public IGrainFactory GrainFactory => Services.GetRequiredService<IGrainFactory>();

    internal ProcessContext Process { get; }

    /// <summary>Runs code as this process would, until it is done: when the silo crashes, the code stops where it is.</summary>
    public void Run(Func<Task> code, TimeSpan? limit = null) => _cluster.RunUntil(Start(code), limit);

    /// <summary>Starts code as this process would and goes on at once.</summary>
    public Task Start(Func<Task> code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var done = new TaskCompletionSource();
        _cluster.Scheduler.Post(Process, "start", () => _ = Complete(code, done));
        return done.Task;
    }

    private static async Task Complete(Func<Task> code, TaskCompletionSource done)
    {
        try
        {
            await code();
            done.SetResult();
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}

/// <summary>A message between two silos, as a test sees it.</summary>
/// <param name="From">The sender's name.</param>
/// <param name="To">The receiver's name.</param>
/// <param name="Kind">Request, Result, Failure, Cancel or Activate.</param>
/// <param name="Grain">The grain it is for, if it is for one.</param>
/// <param name="Method">The method that a request calls, such as <c>IIncidentGrain.Open</c>.</param>
public sealed record SimulatedMessage(string From, string To, string Kind, string? Grain, string? Method);

/// <summary>What becomes of a message.</summary>
public sealed class Delivery
{
    private Delivery(params TimeSpan[] delays) => Delays = delays;

    public static Delivery Once { get; } = new(TimeSpan.Zero);

    public static Delivery Lost { get; } = new();

    internal TimeSpan[] Delays { get; }

    public static Delivery After(TimeSpan delay) => new(delay);

    /// <summary>It arrives at once, and a second time later.</summary>
    public static Delivery Twice(TimeSpan secondAfter) => new(TimeSpan.Zero, secondAfter);
}
