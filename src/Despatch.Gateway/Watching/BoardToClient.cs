using System.Collections.Frozen;
using Despatch.Board;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Watching;

/// <summary>The board, to one client. Thread-safe; every run is its own.</summary>
internal sealed class BoardToClient(
    Board.Board board, Ending ending, GatewayOptions options, TimeProvider time, IncidentRows rows, PodNeighbours neighbours)
{
    /// <summary>Sends a snapshot, unless the client resumes, then every change, until the client leaves or the server stops.</summary>
    public Task RunAsync(
        IReadOnlyList<string> pods,
        long? after,
        bool withFixes,
        IServerStreamWriter<V1.WatchBoardResponse> stream,
        CancellationToken client)
    {
        var filter = new PodFilter(pods.ToFrozenSet(StringComparer.Ordinal), withFixes, resumes: after is not null, neighbours.IsOffered);
        return ending.RunAsync(ct => WatchAsync(filter, after, stream, ct), client);
    }

    private async Task WatchAsync(PodFilter filter, long? after, IServerStreamWriter<V1.WatchBoardResponse> stream, CancellationToken ct)
    {
        var position = after ?? 0;
        await using var items = board.Watch(after, filter.Passes, ct).GetAsyncEnumerator(ct);
        while (true)
        {
            var next = items.MoveNextAsync().AsTask();
            while (!await ComesWithin(next, options.BoardHeartbeat, ct))
            {
                await stream.WriteAsync(new V1.WatchBoardResponse { Position = position, AsOf = AsOf() }, ct);
            }

            if (!await next)
            {
                return;
            }

            foreach (var message in Messages(items.Current, filter))
            {
                message.AsOf = AsOf();
                position = Math.Max(position, message.Position);
                await stream.WriteAsync(message, ct);
            }
        }
    }

    private IEnumerable<V1.WatchBoardResponse> Messages(WatchItem item, PodFilter filter)
    {
        switch (item)
        {
            case WatchItem.Snapshot { Picture: var picture }:
                var (incidents, units) = filter.Of(picture);
                return BoardMessages.Of(incidents.Select(rows.Write), units, picture.Position, snapshot: true);
            case WatchItem.Changes changes:
                var changed = new ChangedRows(filter);
                changed.Add(changes.Items);
                return BoardMessages.Of(changed.Incidents.Select(rows.Write), changed.Units, changes.Position, snapshot: false);
            default:
                return [];
        }
    }

    private async Task<bool> ComesWithin(Task next, TimeSpan wait, CancellationToken ct)
    {
        if (next.IsCompleted)
        {
            return true;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var first = await Task.WhenAny(next, Task.Delay(wait, time, enough.Token));
        await enough.CancelAsync();
        return first == next || ct.IsCancellationRequested;
    }

    private Google.Protobuf.WellKnownTypes.Timestamp AsOf() => Wire.ToWire.Time(board.Picture().AsOf);
}
