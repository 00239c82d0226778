using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Board;

/// <summary>Single rows of the board.</summary>
public sealed partial class Board
{
    /// <summary>One open incident; null if there is none of that key.</summary>
    public IncidentState? Incident(string key)
    {
        lock (_gate)
        {
            return _rows.Incident(key);
        }
    }

    /// <summary>One open incident or whatever else can be late; null if there is none of that key.</summary>
    public IClocked? Clocked(string key)
    {
        lock (_gate)
        {
            return _rows.Clocked(key);
        }
    }

    /// <summary>The keys of the open incidents of the same number, person or address (see <see cref="Domain.Callers.CallerKeys"/>), each once.</summary>
    public IReadOnlyCollection<string> OpenIncidentsOf(IEnumerable<string> callerKeys)
    {
        ArgumentNullException.ThrowIfNull(callerKeys);
        lock (_gate)
        {
            return _rows.OpenIncidentsOf(callerKeys);
        }
    }

    /// <summary>One unit on duty; null if there is none of that callsign.</summary>
    public UnitRow? Unit(string callsign)
    {
        lock (_gate)
        {
            return _rows.Unit(callsign);
        }
    }
}
