namespace Despatch.Gateway.Mdt;

/// <summary>Which of a stream's units are committed to which incident, at the position the stream has reached. For one stream.</summary>
internal sealed class Commitments
{
    private readonly Dictionary<string, string> _incidentOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _unitsOf = new(StringComparer.Ordinal);

    /// <summary>Whether any unit of the stream is committed to that incident.</summary>
    public bool Concerns(string incident) => _unitsOf.ContainsKey(incident);

    /// <summary>The stream's units committed to an incident.</summary>
    public IReadOnlyList<string> UnitsOf(string incident) => _unitsOf.TryGetValue(incident, out var units) ? units : [];

    /// <summary>A unit is committed to an incident from now on, or, for an empty key, to none.</summary>
    public void Set(string callsign, string incident)
    {
        if (_incidentOf.Remove(callsign, out var before) && _unitsOf.TryGetValue(before, out var units))
        {
            units.Remove(callsign);
            if (units.Count == 0)
            {
                _unitsOf.Remove(before);
            }
        }

        if (incident.Length == 0)
        {
            return;
        }

        _incidentOf[callsign] = incident;
        if (!_unitsOf.TryGetValue(incident, out var others))
        {
            _unitsOf[incident] = others = [];
        }

        others.Add(callsign);
    }
}
