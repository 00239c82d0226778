using Despatch.V1;
using Grpc.Net.Client;

namespace Despatch.Exercise.Clients;

/// <summary>One connection to one gateway, with a client for each of its services.</summary>
public sealed class Gateway : IDisposable
{
    private readonly GrpcChannel _channel;
    private long _asideUntil;
    private long _answeredAt = long.MinValue;

    internal Gateway(Uri target)
    {
        Target = target;
        _channel = GrpcChannel.ForAddress(target);
        Contacts = new Contacts.ContactsClient(_channel);
        Incidents = new Incidents.IncidentsClient(_channel);
        Units = new Units.UnitsClient(_channel);
        Mdt = new V1.Mdt.MdtClient(_channel);
        Pods = new Pods.PodsClient(_channel);
        Cluster = new Cluster.ClusterClient(_channel);
    }

    /// <summary>Its address.</summary>
    public Uri Target { get; }

    /// <summary>Until when others are asked first, on the client's clock: it could not be reached, or did not answer. Thread-safe.</summary>
    internal DateTimeOffset AsideUntil
    {
        get => new(Volatile.Read(ref _asideUntil), TimeSpan.Zero);
        set => Volatile.Write(ref _asideUntil, value.UtcTicks);
    }

    /// <summary>When it last answered a call, a timestamp of the client's clock. Thread-safe.</summary>
    internal long AnsweredAt
    {
        get => Volatile.Read(ref _answeredAt);
        set => Volatile.Write(ref _answeredAt, value);
    }

    /// <summary>First Contact.</summary>
    public Contacts.ContactsClient Contacts { get; }

    /// <summary>Incidents.</summary>
    public Incidents.IncidentsClient Incidents { get; }

    /// <summary>Crews.</summary>
    public Units.UnitsClient Units { get; }

    /// <summary>Their terminals.</summary>
    public V1.Mdt.MdtClient Mdt { get; }

    /// <summary>Boards.</summary>
    public Pods.PodsClient Pods { get; }

    /// <summary>Operations.</summary>
    public Cluster.ClusterClient Cluster { get; }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
