using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>
/// Takes what other silos send. Without encryption: it listens where it is told and nowhere else. A connection begins with a hello that
/// names the cluster, the sender and the run of the silo that is meant; one that is meant for another run is closed.
/// </summary>
internal sealed class TcpNetwork(
    IOptions<EndpointOptions> endpoint, IOptions<ClusterOptions> cluster, TimeProvider time, ILogger<TcpNetwork> logger) : IAsyncDisposable
{
    private const int LongestFrame = 64 * 1024 * 1024;
    private const int Backlog = 64;

    private readonly CancellationTokenSource _end = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    public TimeProvider Time { get; } = time;

    /// <summary>A connection to a silo broke.</summary>
    public Action<SiloAddress> Broken { get; set; } = static _ => { };

    public string Hello(SiloAddress from, SiloAddress to) =>
        $"{cluster.Value.ServiceId}\n{cluster.Value.ClusterId}\n{to.ToParsableString()}\n{from.ToParsableString()}";

    /// <summary>Takes connections for a silo from now on.</summary>
    /// <param name="silo">Whose frames they bring.</param>
    /// <param name="greet">Called with who sends, before the first frame is taken.</param>
    /// <exception cref="SocketException">The address is taken, or is not this machine's.</exception>
    public void Listen(Silo silo, Func<SiloAddress, Task> greet)
    {
        var address = endpoint.Value.SiloListeningEndpoint
            ?? new IPEndPoint(endpoint.Value.AdvertisedIPAddress ?? IPAddress.Loopback, endpoint.Value.SiloPort);
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(address);
        _listener.Listen(Backlog);
        _accepting = Task.Run(() => AcceptAsync(_listener, silo, greet));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener?.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync(Socket listener, Silo silo, Func<SiloAddress, Task> greet)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_end.Token);
                _ = Task.Run(() => ReceiveAsync(socket, silo, greet));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                if (!_end.IsCancellationRequested)
                {
                    logger.LogWarning(e, "A connection from another silo could not be taken");
                }
            }
        }
    }

    private async Task ReceiveAsync(Socket socket, Silo silo, Func<SiloAddress, Task> greet)
    {
        await using var stream = new BufferedStream(new NetworkStream(socket, ownsSocket: true), LongestFrame >> 10);
        try
        {
            var hello = Encoding.UTF8.GetString(await ReadAsync(stream)).Split('\n');
            if (hello is not [_, _, _, var sender] || !string.Equals(string.Join('\n', hello), Hello(SiloAddress.FromParsableString(sender), silo.SiloAddress), StringComparison.Ordinal))
            {
                return;
            }

            await greet(SiloAddress.FromParsableString(sender));
            while (true)
            {
                silo.Enqueue(await ReadAsync(stream));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or FormatException or ArgumentException)
        {
            // The sender has gone, or was none of ours.
        }
    }

    private async Task<byte[]> ReadAsync(Stream stream)
    {
        var header = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(header, _end.Token);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        var frame = length is >= 0 and <= LongestFrame ? new byte[length] : throw new FormatException("No frame is that long.");
        await stream.ReadExactlyAsync(frame, _end.Token);
        return frame;
    }
}
