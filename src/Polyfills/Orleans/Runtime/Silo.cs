using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Placement;

namespace Orleans.Runtime;

/// <summary>One silo: its activations, and the way from a call to the one that answers it.</summary>
internal sealed partial class Silo : MessageCenter, ILocalSiloDetails, IPlacementContext
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly ConcurrentDictionary<GrainId, SiloAddress> _known = new();
    private readonly ConcurrentDictionary<Type, IPlacementDirector> _directors = new();
    private readonly ClusterOptions _cluster;
    private readonly EndpointOptions _endpoint;
    private readonly IMembershipAgent _membership;
    private readonly int _maxHops;
    private ITimer? _collector;
    private volatile bool _stopped;
    private volatile bool _lost;

    public Silo(
        ClusterHub hub, IServiceProvider services, IOptions<SiloMessagingOptions> messaging, IOptions<SiloOptions> silo,
        IOptions<ClusterOptions> cluster, IOptions<EndpointOptions> endpoint, IOptions<GrainCollectionOptions> collection,
        ILogger<Silo> logger)
        : base(hub, hub.NewAddress(new(endpoint.Value.AdvertisedIPAddress ?? IPAddress.Loopback, endpoint.Value.SiloPort)), services, messaging.Value, logger)
    {
        _membership = services.GetService<IMembershipAgent>() ?? new HubMembership(hub);
        Directory = services.GetService<IGrainDirectory>() ?? hub.Directory;
        _maxHops = messaging.Value.MaxForwardCount + 1;
        Collection = collection.Value;
        _cluster = cluster.Value;
        _endpoint = endpoint.Value;
        SiloName = silo.Value.SiloName ?? $"Silo_{SiloAddress.Endpoint.Port}";
        IdleClock = Clock(TimeProviderNames.ActivationManagement);
        Membership = new MembershipService(hub);
    }

    public string SiloName { get; }

    public SiloAddress SiloAddress => Address!;

    public SiloAddress LocalSilo => Address!;

    public SiloStatus LocalSiloStatus => Hub.Members.GetSiloStatus(LocalSilo);

    public SiloAddress GatewayAddress => SiloAddress.New(_endpoint.AdvertisedIPAddress ?? IPAddress.Loopback, _endpoint.GatewayPort, 0);

    public override string Name => SiloName;

    public string ClusterId => _cluster.ClusterId;

    public string DnsHostName => "localhost";

    public TimeProvider IdleClock { get; }

    public GrainCollectionOptions Collection { get; }

    public MembershipService Membership { get; }

    public IGrainDirectory Directory { get; }

    /// <summary>Not sure of its place in the cluster: it takes no calls of grains until it is again.</summary>
    public bool IsSuspended { get; set; }

    public ICollection<Activation> Activations => _activations.Values;

    public Task StartUp()
    {
        Hub.Join(this);
        StartSweep();
        var quantum = Collection.CollectionQuantum;
        _collector = IdleClock.CreateQuietTimer(static self => ((Silo)self!).CollectIdle(), this, quantum, quantum);

        return _membership.Join(this);
    }

    public SimpleGrainStatistic[] Statistics() => [.. Activations
        .Where(a => SystemGrain.SiloOf(a.GrainId) is null)
        .GroupBy(a => a.Class.Type)
        .Select(kind => new SimpleGrainStatistic
        {
            GrainType = $"{kind.Key.FullName},{kind.Key.Assembly.GetName().Name}", SiloAddress = SiloAddress, ActivationCount = kind.Count(),
        })
        .OrderBy(s => s.GrainType, StringComparer.Ordinal)];

    /// <summary>Lets every activation end in order; calls that wait go to other silos, and none fails.</summary>
    public async Task ShutDown(CancellationToken cancellation)
    {
        if (_stopped)
        {
            return;
        }

        await _membership.Become(this, SiloStatus.ShuttingDown);
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo shuts down.");
        try
        {
            cancellation.ThrowIfCancellationRequested();
            while (InOrder().FindAll(a => SystemGrain.SiloOf(a.GrainId) is null) is { Count: > 0 } all)
            {
                // More than once: a call that arrived just before the status changed may still make a grain.
                all.ForEach(a => a.Deactivate(reason, cancellation));
                await Task.WhenAll(all.Select(a => a.Deactivated)).WaitAsync(cancellation);
            }

            Stop();
            await _membership.Become(this, SiloStatus.Dead);
        }
        catch (OperationCanceledException)
        {
            // No time left to end in order: the calls that are here are lost, and their callers are told at once.
            Crash();
            await _membership.Become(this, SiloStatus.Dead, lost: true);
        }
    }

    /// <summary>Stops as if the machine lost power: nothing runs any more and nobody is told.</summary>
    public void Crash()
    {
        _lost = true;
        Stop();
        foreach (var activation in InOrder())
        {
            activation.Crash();
        }

        FailAll(new SiloUnavailableException($"The silo {SiloAddress} stopped."));
    }

    public override void Receive(byte[] frame)
    {
        // A silo that stopped in order still hands on what arrives late.
        if (!_lost)
        {
            base.Receive(frame);
        }
    }

    public SiloAddress[] GetCompatibleSilos(PlacementTarget target) => Hub.ActiveSilos is { Length: > 0 } silos
        ? [.. silos]
        : throw new OrleansException($"No silo is active that could take {target.GrainIdentity}.");

    public override void OnMembership(SiloAddress? lost)
    {
        Membership.Publish();
        if (lost is not null)
        {
            FailSentTo(lost);
        }
    }

    public void Forget(Activation activation)
    {
        Directory.Unregister(activation.GrainId, LocalSilo, activation.Id);
        _activations.TryRemove(KeyValuePair.Create(activation.GrainId, activation));
    }

    public async Task HandOver(Activation activation)
    {
        var target = await Place(activation.GrainId);
        Directory.Move(activation.GrainId, LocalSilo, activation.Id, target);
        if (target != LocalSilo)
        {
            _known[activation.GrainId] = target;
            Hub.Send(this, Hub.Find(target), Frame.Activate(Id, activation.GrainId));
        }
    }

    private void Stop()
    {
        _stopped = true;
        _collector?.Dispose();
        StopSweep();
        Hub.Leave(this);
    }

    private List<Activation> InOrder() => [.. _activations.Values.OrderBy(a => a.GrainId)];

    private void CollectIdle()
    {
        foreach (var activation in InOrder())
        {
            var age = Collection.ClassSpecificCollectionAge.GetValueOrDefault(activation.Class.Type.FullName!, Collection.CollectionAge);
            activation.DeactivateIfIdle(age);
        }
    }
}
