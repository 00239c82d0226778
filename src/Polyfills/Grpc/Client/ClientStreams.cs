using System.Buffers;
using System.Net;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>A body whose length is not known before it is written.</summary>
internal abstract class StreamedContent : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected abstract override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}

/// <summary>A request of one message, serialised when it is sent: HttpClient may send it again on another connection.</summary>
internal sealed class MessageContent<T>(ClientCall call, Marshaller<T> marshaller, T message) : StreamedContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var frame = new ArrayBufferWriter<byte>();
        try
        {
            call.Writer.Write(frame, marshaller, message, call.Gzip);
        }
        catch (Exception e)
        {
            // HttpClient would wrap what this throws and hide the reason.
            throw call.Fail(e);
        }

        await stream.WriteAsync(frame.WrittenMemory, cancellationToken);
    }
}

/// <summary>The requests of a call.</summary>
internal sealed class RequestWriter<T> : IClientStreamWriter<T>
{
    private readonly ClientCall _call;
    private readonly Marshaller<T> _marshaller;
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> _frame = new();
    private int _writing;

    public RequestWriter(ClientCall call, Marshaller<T> marshaller)
    {
        _call = call;
        _marshaller = marshaller;
        Content = new PushContent(this);
        call.Ended = () =>
        {
            _completed.TrySetResult();
            _stream.TrySetCanceled(CancellationToken.None);
        };
    }

    public HttpContent Content { get; }

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ObjectDisposedException.ThrowIf(_call.IsDisposed, _call);
        ThrowIfEnded();
        if (_completed.Task.IsCompleted)
        {
            throw new InvalidOperationException("Can't write the message because the client stream writer is complete.");
        }

        if (Interlocked.Exchange(ref _writing, 1) != 0)
        {
            throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
        }

        // A write that is given up halfway leaves half a message behind: only ending the call is honest.
        using var registration = cancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), _call);
        try
        {
            await WriteFrameAsync(message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or HttpRequestException or ObjectDisposedException)
        {
            ThrowIfEnded();
            throw new RpcException(new Status(StatusCode.Unavailable, $"The request stream is broken: {e.Message}", e));
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        _completed.TrySetResult();
        return Task.CompletedTask;
    }

    private async Task WriteFrameAsync(T message)
    {
        var stream = await _stream.Task;
        _frame.ResetWrittenCount();
        _call.Writer.Write(_frame, _marshaller, message, _call.Gzip && WriteOptions?.Flags != WriteFlags.NoCompress);
        await stream.WriteAsync(_frame.WrittenMemory, _call.Token);
        await stream.FlushAsync(_call.Token);
    }

    private void ThrowIfEnded()
    {
        if (_call.FinalStatus is not { } status)
        {
            return;
        }

        throw status.StatusCode == StatusCode.OK
            ? new InvalidOperationException("Can't write the message because the call is complete.")
            : _call.Fail(new OperationCanceledException());
    }

    /// <summary>Keeps the request open until the writer is done.</summary>
    private sealed class PushContent(RequestWriter<T> writer) : StreamedContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            // The headers go out now: the server may have something to say before the first message.
            await stream.FlushAsync(cancellationToken);
            if (!writer._stream.TrySetResult(stream))
            {
                // HttpClient tries another connection, but what was written is gone.
                throw new IOException("A stream of requests cannot be sent a second time.");
            }

            await writer._completed.Task.WaitAsync(cancellationToken);
        }
    }
}

/// <summary>The responses of a call.</summary>
internal sealed class ResponseReader<TRequest, TResponse>(HttpCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;

    public TResponse Current => _current ?? throw new InvalidOperationException("No current element is available.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(call.IsDisposed, call);
        _current = await call.ReadNextAsync(cancellationToken);
        return _current is not null;
    }
}
