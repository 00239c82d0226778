using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>
/// What the silos of one cluster in one process share: who is a member, where each grain lives, and a way to send bytes.
/// Stands for the network, the membership table and the grain directory of the real thing; where silos are processes of their own
/// (Clustering/), each has a hub on which the others have a <see cref="RemoteSilo"/>.
/// </summary>
/// <param name="executor">Runs the cluster's work.</param>
/// <param name="firstGeneration">Where silos are processes: the generation of this start, higher than that of any before. 0: they share one.</param>
internal sealed class ClusterHub(Executor executor, int firstGeneration = 0)
{
    private static readonly ConcurrentDictionary<string, ClusterHub> Hubs = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<int, Endpoint> _endpoints = new();
    private ClusterMembershipSnapshot _members = new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, new MembershipVersion(0));
    private ImmutableDictionary<SiloAddress, Endpoint> _silos = ImmutableDictionary<SiloAddress, Endpoint>.Empty;
    private SiloAddress[] _active = [];
    private int _lastEndpoint;
    private readonly bool _isAlone = firstGeneration > 0;
    private int _lastGeneration = firstGeneration;

    public Executor Executor { get; } = executor;

    public ClusterMembershipSnapshot Members => Volatile.Read(ref _members);

    /// <summary>The grains' places, or where silos are processes this silo's part of them.</summary>
    public GrainDirectory Directory => field ??= new GrainDirectory(this);

    /// <summary>The records of memory storage: they outlive any one silo.</summary>
    public ConcurrentDictionary<string, StoredRecord> Storage { get; } = new(StringComparer.Ordinal);

    /// <summary>The active silos in a fixed order.</summary>
    public SiloAddress[] ActiveSilos => Volatile.Read(ref _active);

    public IEnumerable<Endpoint> SiloEndpoints => Volatile.Read(ref _silos).OrderBy(s => s.Key).Select(s => s.Value);

    /// <summary>Silos of one process that name the same cluster and the same first silo meet at one hub.</summary>
    public static ClusterHub Shared(ClusterOptions cluster, IPEndPoint primary) =>
        Hubs.GetOrAdd($"{cluster.ServiceId}|{cluster.ClusterId}|{primary}", static _ => new ClusterHub(Executor.Pool));

    public SiloAddress NewAddress(IPEndPoint endpoint) => SiloAddress.New(endpoint, Interlocked.Increment(ref _lastGeneration));

    public void Join(Endpoint endpoint)
    {
        endpoint.Id = _isAlone && endpoint.Address is { } silo
            ? IdSpan.Create(silo.ToParsableString()).GetHashCode()
            : Interlocked.Increment(ref _lastEndpoint);
        _endpoints[endpoint.Id] = endpoint;
        if (endpoint.Address is { } address)
        {
            ImmutableInterlocked.TryAdd(ref _silos, address, endpoint);
        }
    }

    /// <summary>
    /// A member's new status is known to all at once; a crash is told here only when it has been noticed. A silo that was lost took
    /// its calls along; one that stopped in order answered them or handed them on.
    /// </summary>
    public void SetStatus(SiloAddress silo, string name, SiloStatus status, bool lost = false)
    {
        lock (_gate)
        {
            if (_members.GetSiloStatus(silo) == SiloStatus.Dead)
            {
                return;
            }

            Take(new ClusterMembershipSnapshot(
                _members.Members.SetItem(silo, new ClusterMember(silo, status, name)),
                new MembershipVersion(_members.Version.Value + 1)));
        }

        Tell(lost ? silo : null);
    }

    /// <summary>Takes the membership as a table has it, if that is newer; says which silos were lost since.</summary>
    public bool Apply(ClusterMembershipSnapshot snapshot, IEnumerable<SiloAddress> lost)
    {
        lock (_gate)
        {
            if (snapshot.Version <= _members.Version)
            {
                return false;
            }

            Take(snapshot);
        }

        Tell(null);
        foreach (var silo in lost)
        {
            Tell(silo);
        }

        return true;
    }

    public void Leave(Endpoint endpoint)
    {
        _endpoints.TryRemove(endpoint.Id, out _);
        if (endpoint.Address is { } address)
        {
            ImmutableInterlocked.TryRemove(ref _silos, address, out _);
        }

        if (_endpoints.IsEmpty)
        {
            // The last one out: the next cluster of the same name in this process starts from nothing.
            foreach (var hub in Hubs.Where(h => ReferenceEquals(h.Value, this)).ToList())
            {
                Hubs.TryRemove(hub);
            }
        }
    }

    public Endpoint? Find(SiloAddress silo) => Volatile.Read(ref _silos).GetValueOrDefault(silo);

    public Endpoint? Find(int id) => _endpoints.GetValueOrDefault(id);

    private void Take(ClusterMembershipSnapshot snapshot)
    {
        Volatile.Write(ref _active, snapshot.Members.Values.Where(m => m.Status == SiloStatus.Active)
            .Select(m => m.SiloAddress).Order().ToArray());
        Volatile.Write(ref _members, snapshot);
    }

    private void Tell(SiloAddress? lost)
    {
        foreach (var endpoint in _endpoints.Values)
        {
            endpoint.OnMembership(lost);
        }
    }

    /// <summary>False when the receiver is known to be gone.</summary>
    public bool Send(Endpoint from, Endpoint? to, byte[] frame)
    {
        if (to is null || !_endpoints.ContainsKey(to.Id))
        {
            return false;
        }

        Executor.Deliver(from, to, frame);
        return true;
    }
}

/// <summary>One silo or client as the hub sees it: a queue of frames.</summary>
internal abstract class Endpoint(ClusterHub hub, SiloAddress? address) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<byte[]> _inbox = new();
    private int _running;

    public ClusterHub Hub { get; } = hub;

    /// <summary>None for a client.</summary>
    public SiloAddress? Address { get; } = address;

    public int Id { get; set; }

    public abstract string Name { get; }

    public virtual void Enqueue(byte[] frame)
    {
        _inbox.Enqueue(frame);
        if (Interlocked.Exchange(ref _running, 1) == 0)
        {
            Hub.Executor.Post(this, this);
        }
    }

    public void Execute()
    {
        do
        {
            while (_inbox.TryDequeue(out var frame))
            {
                Receive(frame);
            }

            Volatile.Write(ref _running, 0);
        }
        while (!_inbox.IsEmpty && Interlocked.Exchange(ref _running, 1) == 0);
    }

    public abstract void Receive(byte[] frame);

    public abstract void OnMembership(SiloAddress? lost);
}

/// <summary>Where each grain lives.</summary>
internal interface IGrainDirectory
{
    ValueTask<SiloAddress?> Lookup(GrainId grain);

    /// <summary>Claims the grain for a silo and says who has it now, which may be another.</summary>
    ValueTask<SiloAddress> Register(GrainId grain, SiloAddress silo, long activation);

    void Unregister(GrainId grain, SiloAddress silo, long activation);

    /// <summary>Hands a grain over in one step, so that no call finds it without a home and makes it at the old one again.</summary>
    void Move(GrainId grain, SiloAddress from, long activation, SiloAddress to);
}

/// <summary>One place for each grain, decided under one lock.</summary>
internal sealed class GrainDirectory(ClusterHub hub) : IGrainDirectory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GrainId, (SiloAddress Silo, long Activation)> _places = [];

    public ValueTask<SiloAddress?> Lookup(GrainId grain)
    {
        lock (_gate)
        {
            return new(_places.TryGetValue(grain, out var place) && IsAlive(place.Silo) ? place.Silo : null);
        }
    }

    public ValueTask<SiloAddress> Register(GrainId grain, SiloAddress silo, long activation)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(grain, out var place) && place.Silo != silo && IsAlive(place.Silo))
            {
                return new(place.Silo);
            }

            _places[grain] = (silo, activation);
            return new(silo);
        }
    }

    public void Unregister(GrainId grain, SiloAddress silo, long activation)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(grain, out var place) && place == (silo, activation))
            {
                _places.Remove(grain);
            }
        }
    }

    public void Move(GrainId grain, SiloAddress from, long activation, SiloAddress to)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(grain, out var place) && place == (from, activation))
            {
                _places[grain] = (to, 0);
            }
        }
    }

    private bool IsAlive(SiloAddress silo) => hub.Members.GetSiloStatus(silo) is SiloStatus.Active or SiloStatus.ShuttingDown;
}
