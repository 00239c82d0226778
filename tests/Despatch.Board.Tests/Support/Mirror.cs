using Despatch.Domain.Incidents;

namespace Despatch.Board.Tests;

/// <summary>A console's own picture, made of nothing but what a watcher is told.</summary>
internal sealed class Mirror
{
    private readonly SortedDictionary<string, IncidentState> _incidents = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, UnitRow> _units = new(StringComparer.Ordinal);

    public long? Position { get; private set; }

    public void Take(WatchItem item)
    {
        if (item is WatchItem.Snapshot { Picture: var picture })
        {
            _incidents.Clear();
            _units.Clear();
            foreach (var (key, incident) in picture.Incidents)
            {
                _incidents[key] = incident;
            }

            foreach (var (callsign, row) in picture.Units)
            {
                _units[callsign] = row;
            }

            Position = picture.Position;
        }
        else if (item is WatchItem.Changes changes)
        {
            changes.Items.ToList().ForEach(Take);
            Position = changes.Position;
        }
    }

    public void AssertShows(BoardPicture picture)
    {
        Assert.Equal(picture.Position, Position);
        Assert.Equal(picture.Incidents.OrderBy(i => i.Key, StringComparer.Ordinal), _incidents);
        Assert.Equal(picture.Units.OrderBy(u => u.Key, StringComparer.Ordinal), _units);
    }

    private void Take(BoardChange change)
    {
        switch (change)
        {
            case BoardChange.IncidentChanged { Incident: var incident } when incident.IsClosed:
                _incidents.Remove(incident.Key);
                break;
            case BoardChange.IncidentChanged { Incident: var incident }:
                _incidents[incident.Key] = incident;
                break;
            case BoardChange.UnitChanged { Unit: var unit } when !unit.State.IsBookedOn:
                _units.Remove(unit.State.Callsign);
                break;
            case BoardChange.UnitChanged { Unit: var unit }:
                _units[unit.State.Callsign] = unit;
                break;
            case BoardChange.FixesMoved { Units: var moved }:
                foreach (var unit in moved)
                {
                    _units[unit.State.Callsign] = unit;
                }

                break;
        }
    }
}
