using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Orleans.Runtime;

/// <summary>
/// A silo in another process, as the hub of this one sees it: a queue of frames and one connection to write them to, made when there is
/// something to write. A frame is its length and its bytes. What cannot be written is told to the sender at once.
/// </summary>
internal sealed class RemoteSilo : Endpoint, IAsyncDisposable
{
    private const int BatchBytes = 128 * 1024;
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(1);

    private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ArrayBufferWriter<byte> _buffer = new(BatchBytes);
    private readonly CancellationTokenSource _end = new();
    private readonly Silo _local;
    private readonly TcpNetwork _network;
    private readonly Task _pump;
    private Socket? _socket;

    public RemoteSilo(Silo local, SiloAddress address, string name, TcpNetwork network)
        : base(local.Hub, address)
    {
        (_local, _network, Name) = (local, network, name);
        _pump = Task.Run(PumpAsync);
    }

    public override string Name { get; }

    public override void Enqueue(byte[] frame)
    {
        if (!_frames.Writer.TryWrite(frame))
        {
            _local.Undelivered(frame);
        }
    }

    public override void Receive(byte[] frame) => throw new NotSupportedException("Its frames are for its own process.");

    public override void OnMembership(SiloAddress? lost)
    {
    }

    /// <summary>Writes what waits, if that can be done soon, and hangs up.</summary>
    public async ValueTask DisposeAsync()
    {
        _frames.Writer.TryComplete();
        await Task.WhenAny(_pump, Task.Delay(FlushTime, _network.Time));
        await _end.CancelAsync();
        await _pump;
        _end.Dispose();
    }

    private async Task PumpAsync()
    {
        var batch = new List<byte[]>();
        while (await _frames.Reader.WaitToReadAsync())
        {
            _buffer.ResetWrittenCount();
            batch.Clear();
            while (_buffer.WrittenCount < BatchBytes && _frames.Reader.TryRead(out var frame))
            {
                batch.Add(frame);
                Append(_buffer, frame);
            }

            try
            {
                var socket = Volatile.Read(ref _socket) ?? await ConnectAsync();
                await SendAsync(socket, _buffer.WrittenMemory);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                HangUp(Volatile.Read(ref _socket));
                batch.ForEach(_local.Undelivered);
            }
        }

        HangUp(Volatile.Read(ref _socket));
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Address!.Endpoint, _end.Token);
            var hello = new ArrayBufferWriter<byte>();
            Append(hello, Encoding.UTF8.GetBytes(_network.Hello(_local.SiloAddress, Address)));
            await SendAsync(socket, hello.WrittenMemory);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        Volatile.Write(ref _socket, socket);
        _ = NoticeEndAsync(socket);
        return socket;
    }

    // Nothing is ever sent back this way: whatever is received is its end.
    private async Task NoticeEndAsync(Socket socket)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1], SocketFlags.None, CancellationToken.None);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // That is what is waited for.
        }

        HangUp(socket);
        _network.Broken(Address!);
    }

    private void HangUp(Socket? socket)
    {
        if (socket is not null)
        {
            Interlocked.CompareExchange(ref _socket, null, socket);
            socket.Dispose();
        }
    }

    private async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, _end.Token)..];
        }
    }

    private static void Append(ArrayBufferWriter<byte> buffer, byte[] frame)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), frame.Length);
        buffer.Advance(sizeof(int));
        buffer.Write(frame);
    }
}
