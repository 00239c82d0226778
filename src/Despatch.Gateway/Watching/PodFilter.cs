using Despatch.Board;
using Despatch.Domain.Incidents;

namespace Despatch.Gateway.Watching;

/// <summary>
/// What of the board concerns a client who watches some pods. An incident that is located elsewhere leaves its pod: the client hears
/// of that once more, as of an incident that is closed. For one watcher.
/// </summary>
internal sealed class PodFilter(
    IReadOnlySet<string> pods, bool withFixes, bool resumes, Func<IncidentState, IReadOnlySet<string>, bool> isOffered)
{
    /// <summary>The incidents that the client has been shown, open ones only.</summary>
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    /// <summary>
    /// After a resumption: incidents of other pods that the client has been told of. What it was shown before nobody knows, so it is
    /// told once of every incident that changes.
    /// </summary>
    private readonly HashSet<string>? _foreign = resumes ? new(StringComparer.Ordinal) : null;

    private bool _began;

    /// <summary>The rows of a snapshot that concern the client, who forgets all others.</summary>
    public (IReadOnlyList<IncidentState> Incidents, IReadOnlyList<UnitRow> Units) Of(BoardPicture picture)
    {
        var incidents = picture.Incidents.Values.Where(Concerns).ToList();
        _began = true;
        _shown.Clear();
        _foreign?.Clear();
        if (pods.Count > 0)
        {
            _shown.UnionWith(incidents.Select(static i => i.Key));
        }

        return (incidents, [.. picture.Units.Values.Where(u => Concerns(u.State.Pod))]);
    }

    /// <summary>Whether a change concerns the client.</summary>
    public bool Passes(BoardChange change) => change switch
    {
        BoardChange.IncidentChanged { Incident: var incident } => pods.Count == 0 || Passes(incident),
        BoardChange.UnitChanged { Unit.State.Pod: var pod } => Concerns(pod),
        BoardChange.FixesMoved { Units: var units } => withFixes && units.Any(u => Concerns(u.State.Pod)),
        _ => false,
    };

    /// <summary>Whether a row concerns the client.</summary>
    public bool Concerns(string pod) => pods.Count == 0 || pods.Contains(pod);

    /// <summary>Whether an incident concerns the client: by its pod, or because the client's pods are asked for units.</summary>
    private bool Concerns(IncidentState incident) => Concerns(incident.Place.Pod) || isOffered(incident, pods);

    private bool Passes(IncidentState incident)
    {
        if (Concerns(incident))
        {
            _foreign?.Remove(incident.Key);
            if (incident.IsClosed)
            {
                _shown.Remove(incident.Key);
            }
            else
            {
                _shown.Add(incident.Key);
            }

            return true;
        }

        var left = _shown.Remove(incident.Key);
        return left || (!_began && _foreign?.Add(incident.Key) == true);
    }
}
