using System.Collections.Concurrent;
using Despatch.Exercise.Clients;
using Despatch.V1;
using Grpc.Core;

namespace Despatch.LoadTests.Fanning;

/// <summary>A control centre client that watches the board: it notes when its stream had reached which position.</summary>
internal sealed class WatchingConsole(Gateway gateway, CommandClient client)
{
    private readonly ConcurrentQueue<(long Position, long At)> _reached = new();
    private readonly TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Gateway => gateway.Target;

    /// <summary>Completes when the first picture is shown.</summary>
    public Task Shown => _shown.Task;

    /// <summary>Positions in the order in which they were reached, with the timestamp of each.</summary>
    public IReadOnlyCollection<(long Position, long At)> Reached => _reached;

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(Person by, CancellationToken cancel)
    {
        try
        {
            using var watch = gateway.Pods.WatchBoard(
                new WatchBoardRequest { WithoutFixes = true }, new CallOptions(client.HeadersOf(by), cancellationToken: cancel));
            while (await watch.ResponseStream.MoveNext(cancel))
            {
                _reached.Enqueue((watch.ResponseStream.Current.Position, client.Time.GetTimestamp()));
                _shown.TrySetResult();
            }
        }
        catch (RpcException e)
        {
            if (!cancel.IsCancellationRequested)
            {
                _shown.TrySetException(e);
                throw;
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }
    }
}
