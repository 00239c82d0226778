using System.Collections.Immutable;
using Despatch.Board;
using Despatch.Domain.Incidents;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.Watching;

/// <summary>
/// Rows as messages that no client's limit refuses (4 MiB is the usual one). Only the last message carries the position: a client that
/// resumes from it has had all of them.
/// </summary>
internal static class BoardMessages
{
    private const int EnoughBytes = 512 * 1024;

    public static IEnumerable<V1.WatchBoardResponse> Of(
        IEnumerable<V1.Incident> incidents, IEnumerable<UnitRow> units, long position, bool snapshot)
    {
        var message = new V1.WatchBoardResponse { Snapshot = snapshot };
        var bytes = 0;
        foreach (var row in incidents)
        {
            if ((bytes += row.CalculateSize()) > EnoughBytes)
            {
                yield return message;
                message = new V1.WatchBoardResponse();
                bytes = row.CalculateSize();
            }

            message.Incidents.Add(row);
        }

        foreach (var row in units.Select(ToWire.Unit))
        {
            if ((bytes += row.CalculateSize()) > EnoughBytes)
            {
                yield return message;
                message = new V1.WatchBoardResponse();
                bytes = row.CalculateSize();
            }

            message.Units.Add(row);
        }

        message.Position = position;
        yield return message;
    }
}

/// <summary>The rows as they are after some changes: of each row the last one. For one item of a watch.</summary>
internal sealed class ChangedRows(PodFilter filter)
{
    private readonly Dictionary<CadNumber, IncidentState> _incidents = [];
    private readonly Dictionary<string, UnitRow> _units = new(StringComparer.Ordinal);

    public IEnumerable<IncidentState> Incidents => _incidents.Values;

    public IEnumerable<UnitRow> Units => _units.Values;

    public void Add(ImmutableArray<BoardChange> changes)
    {
        foreach (var change in changes)
        {
            switch (change)
            {
                case BoardChange.IncidentChanged { Incident: var incident }:
                    _incidents[incident.Cad] = incident;
                    break;
                case BoardChange.UnitChanged { Unit: var unit }:
                    _units[unit.State.Callsign] = unit;
                    break;
                case BoardChange.FixesMoved { Units: var moved }:
                    foreach (var unit in moved.Where(u => filter.Concerns(u.State.Pod)))
                    {
                        _units[unit.State.Callsign] = unit;
                    }

                    break;
            }
        }
    }
}
