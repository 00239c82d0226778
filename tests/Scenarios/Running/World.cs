using Despatch.Domain;
using Despatch.Scenarios.Reading;
using Grpc.Core;
using Grpc.Net.Client;

namespace Despatch.Scenarios.Running;

/// <summary>All that one script has to do with: the cluster, the ways into it, and what its names stand for.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _reading = [];
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);

    private World(Script script, ScenarioCluster cluster, DateTimeOffset start)
    {
        (Script, Cluster, Start) = (script, cluster, start);
        Time = new VirtualTime(cluster);
        Channel = GrpcChannel.ForAddress(cluster.Gateway);
    }

    public Script Script { get; }

    public ScenarioCluster Cluster { get; }

    public VirtualTime Time { get; }

    /// <summary>The script's +00:00 (UTC).</summary>
    public DateTimeOffset Start { get; }

    public GrpcChannel Channel { get; }

    public V1.Contacts.ContactsClient Contacts => new(Channel);

    public V1.Incidents.IncidentsClient Incidents => new(Channel);

    public V1.Units.UnitsClient Units => new(Channel);

    public V1.Pods.PodsClient Pods => new(Channel);

    /// <summary>The boards that people watch, by their name.</summary>
    public Dictionary<string, Received<V1.WatchBoardResponse>> Screens { get; } = new(StringComparer.Ordinal);

    /// <summary>The crews' terminals, by callsign.</summary>
    public Dictionary<string, Terminal> Terminals { get; } = new(StringComparer.Ordinal);

    public static async Task<World> BeginAsync(Script script)
    {
        var utc = new DateTimeOffset(script.Starts, TimeSpan.Zero);
        var start = utc - LondonTime.Of(utc).Offset;
        return new World(script, await ScenarioCluster.StartAsync(start), start);
    }

    /// <summary>A name of the script stands for this contact, incident ... from now on.</summary>
    public void Name(string label, string id) => Assert.True(_named.TryAdd(label, id), $"{label} is named twice.");

    /// <summary>What a name of the script stands for.</summary>
    public string Of(string label) =>
        _named.GetValueOrDefault(label) ?? throw new ArgumentException($"Nothing is named {label} yet.", nameof(label));

    /// <summary>A place of the script.</summary>
    public V1.Location Place(string label) => Script.Places.TryGetValue(label, out var place)
        ? new() { Point = new() { Longitude = place.Longitude, Latitude = place.Latitude }, Address = place.Address }
        : throw new ArgumentException($"The script has no place {label}.", nameof(label));

    /// <summary>Somebody, as the gateway is told.</summary>
    public CallOptions As(string role, string who) =>
        new(new Metadata { { "x-operator", who }, { "x-role", role } }, cancellationToken: _end.Token);

    /// <summary>Reads a stream until the script is over.</summary>
    public Received<T> Read<T>(IAsyncStreamReader<T> stream)
    {
        var received = new Received<T>(stream);
        _reading.Add(received.ReadAsync(_end.Token));
        return received;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_reading);
        Channel.Dispose();
        await Cluster.DisposeAsync();
        _end.Dispose();
    }
}
