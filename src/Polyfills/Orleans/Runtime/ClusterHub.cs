using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>
/// What the silos of one cluster in one process share: who is a member, where each grain lives, and a way to send bytes.
/// Stands for the network, the membership table and the grain directory of the real thing.
/// </summary>
internal sealed class ClusterHub(Executor executor)
{
    private static readonly ConcurrentDictionary<string, ClusterHub> Hubs = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<int, Endpoint> _endpoints = new();
    private ClusterMembershipSnapshot _members = new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, new MembershipVersion(0));
    private ImmutableDictionary<SiloAddress, Endpoint> _silos = ImmutableDictionary<SiloAddress, Endpoint>.Empty;
    private SiloAddress[] _active = [];
    private int _lastEndpoint;
    private int _lastGeneration;

    public Executor Executor { get; } = executor;

    public ClusterMembershipSnapshot Members => Volatile.Read(ref _members);

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
        endpoint.Id = Interlocked.Increment(ref _lastEndpoint);
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

            var snapshot = new ClusterMembershipSnapshot(
                _members.Members.SetItem(silo, new ClusterMember(silo, status, name)),
                new MembershipVersion(_members.Version.Value + 1));
            Volatile.Write(ref _active, snapshot.Members.Values.Where(m => m.Status == SiloStatus.Active)
                .Select(m => m.SiloAddress).Order().ToArray());
            Volatile.Write(ref _members, snapshot);
        }

        foreach (var endpoint in _endpoints.Values)
        {
            endpoint.OnMembership(lost ? silo : null);
        }
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

    public void Enqueue(byte[] frame)
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

/// <summary>Where each grain lives: one place for each, decided under one lock.</summary>
internal sealed class GrainDirectory(ClusterHub hub)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GrainId, (SiloAddress Silo, long Activation)> _places = [];

    public SiloAddress? Lookup(GrainId grain)
    {
        lock (_gate)
        {
            return _places.TryGetValue(grain, out var place) && IsAlive(place.Silo) ? place.Silo : null;
        }
    }

    /// <summary>Claims the grain for a silo and says who has it now, which may be another.</summary>
    public SiloAddress Register(GrainId grain, SiloAddress silo, long activation)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(grain, out var place) && place.Silo != silo && IsAlive(place.Silo))
            {
                return place.Silo;
            }

            _places[grain] = (silo, activation);
            return silo;
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

    /// <summary>Hands a grain over in one step, so that no call finds it without a home and makes it at the old one again.</summary>
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
