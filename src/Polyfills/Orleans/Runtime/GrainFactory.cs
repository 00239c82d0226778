using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>Makes references to grains.</summary>
internal sealed class GrainFactory(MessageCenter center) : IClusterClient
{
    private static readonly ConcurrentDictionary<Type, (GrainReference Prototype, GrainType Type)> Prototypes = new();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return Refer<TGrainInterface>(primaryKey);
    }

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        Refer<TGrainInterface>(primaryKey.ToString("X", CultureInfo.InvariantCulture));

    private TGrainInterface Refer<TGrainInterface>(string key)
    {
        var (prototype, type) = Prototypes.GetOrAdd(typeof(TGrainInterface), static t =>
            ((GrainReference)DispatchProxy.Create(t, typeof(GrainReference)), GrainTypes.Of(t).GrainType));
        return (TGrainInterface)(object)prototype.For(center, new GrainId(type, IdSpan.Create(key)));
    }
}

/// <summary>A way into the cluster from outside: any active silo takes its calls.</summary>
internal sealed class ClientCenter(
    ClusterHub hub, IServiceProvider services, Orleans.Configuration.ClientMessagingOptions messaging, Microsoft.Extensions.Logging.ILogger logger)
    : MessageCenter(hub, address: null, services, messaging, logger)
{
    public override string Name => "client";

    public void StartUp()
    {
        Hub.Join(this);
        StartSweep();
    }

    public void ShutDown()
    {
        StopSweep();
        Hub.Leave(this);
    }

    public override void OnMembership(SiloAddress? lost)
    {
        // A client waits out its time: it does not know which silo has its call by now.
    }

    protected override void Undeliverable(Request request) => Dispatch(request);

    protected override void Dispatch(Request request)
    {
        var silos = Hub.ActiveSilos;
        if (silos.Length == 0)
        {
            throw new Messaging.ConnectionFailedException("No silo of the cluster is active.");
        }

        // One gateway for one grain, so that a client's calls of it stay in order.
        Send(request, silos[request.Target.GetUniformHashCode() % (uint)silos.Length], addressed: false);
    }
}
