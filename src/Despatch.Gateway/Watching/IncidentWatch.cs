using Despatch.Board;
using Despatch.Domain.Incidents;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Watching;

/// <summary>One incident, to one client. Thread-safe; every run is its own.</summary>
internal sealed class IncidentWatch(Board.Board board, Ending ending, IncidentRows rows)
{
    /// <summary>Sends the incident as it is, unless the client resumes, then as it becomes.</summary>
    /// <param name="known">The incident as its grain knows it: the board may be a moment behind, and has no closed ones.</param>
    /// <param name="after">The position the client resumes from; null if it begins.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="client">Ends when the client leaves.</param>
    public Task RunAsync(
        IncidentState known, long? after, IServerStreamWriter<V1.WatchIncidentResponse> stream, CancellationToken client)
    {
        return ending.RunAsync(WatchAsync, client);

        async Task WatchAsync(CancellationToken ct)
        {
            await foreach (var item in board.Watch(after, IsOfIt, ct))
            {
                if (item is WatchItem.Snapshot { Picture: var picture })
                {
                    var incident = picture.Incidents.GetValueOrDefault(known.Key, known);
                    await stream.WriteAsync(Message(picture.Position, incident, snapshot: true), ct);
                }

                foreach (var change in (item as WatchItem.Changes)?.Items ?? [])
                {
                    var changed = ((BoardChange.IncidentChanged)change).Incident;
                    await stream.WriteAsync(Message(change.Position, changed, snapshot: false), ct);
                }
            }
        }

        bool IsOfIt(BoardChange change) => change is BoardChange.IncidentChanged { Incident.Cad: var cad } && cad == known.Cad;
    }

    private V1.WatchIncidentResponse Message(long position, IncidentState incident, bool snapshot) =>
        new() { Position = position, Incident = rows.Write(incident), Snapshot = snapshot };
}
