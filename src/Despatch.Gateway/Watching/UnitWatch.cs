using Despatch.Board;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Watching;

/// <summary>One unit, to one client. Thread-safe; every run is its own.</summary>
internal sealed class UnitWatch(Board.Board board, Ending ending)
{
    /// <summary>Sends the unit as it is, unless the client resumes, then as it becomes.</summary>
    /// <param name="known">The unit as its grain knows it: the board may be a moment behind, and has none off duty.</param>
    /// <param name="after">The position the client resumes from; null if it begins.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="client">Ends when the client leaves.</param>
    public Task RunAsync(UnitRow known, long? after, IServerStreamWriter<V1.WatchUnitResponse> stream, CancellationToken client)
    {
        var callsign = known.State.Callsign;
        return ending.RunAsync(WatchAsync, client);

        async Task WatchAsync(CancellationToken ct)
        {
            await foreach (var item in board.Watch(after, change => RowOf(change, callsign) is not null, ct))
            {
                if (item is WatchItem.Snapshot { Picture: var picture })
                {
                    var unit = picture.Units.GetValueOrDefault(callsign, known);
                    await stream.WriteAsync(Message(picture.Position, unit, snapshot: true), ct);
                }

                foreach (var change in (item as WatchItem.Changes)?.Items ?? [])
                {
                    if (RowOf(change, callsign) is { } row)
                    {
                        await stream.WriteAsync(Message(change.Position, row, snapshot: false), ct);
                    }
                }
            }
        }
    }

    private static UnitRow? RowOf(BoardChange change, string callsign) => change switch
    {
        BoardChange.UnitChanged { Unit: var row } when IsIt(row, callsign) => row,
        BoardChange.FixesMoved { Units: var rows } => rows.FirstOrDefault(row => IsIt(row, callsign)),
        _ => null,
    };

    private static bool IsIt(UnitRow row, string callsign) => string.Equals(row.State.Callsign, callsign, StringComparison.Ordinal);

    private static V1.WatchUnitResponse Message(long position, UnitRow unit, bool snapshot) =>
        new() { Position = position, Unit = ToWire.Unit(unit), Snapshot = snapshot };
}
