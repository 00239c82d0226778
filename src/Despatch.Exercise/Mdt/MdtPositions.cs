using Despatch.V1;
using Google.Protobuf.WellKnownTypes;

namespace Despatch.Exercise.Mdt;

/// <summary>Where a service's units are, and which of that is still to be told. Safe for concurrent callers.</summary>
internal sealed class MdtPositions(TimeProvider time)
{
    private const int FixesPerMessage = 500;
    private const double AccuracyMetres = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Domain.Point> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _untold = new(StringComparer.Ordinal);

    public void Report(string callsign, Domain.Point at)
    {
        lock (_lock)
        {
            _known[callsign] = at;
            _untold.Add(callsign);
        }
    }

    /// <summary>Everything known is to be told again.</summary>
    public void Again()
    {
        lock (_lock)
        {
            _untold.UnionWith(_known.Keys);
        }
    }

    /// <summary>The next message of fixes, without its number; null when all is told.</summary>
    public MdtFixes? Take()
    {
        lock (_lock)
        {
            if (_untold.Count == 0)
            {
                return null;
            }

            var fixes = new MdtFixes();
            foreach (var callsign in _untold.Take(FixesPerMessage).ToList())
            {
                fixes.Fixes.Add(new UnitFix { Callsign = callsign, Fix = FixAt(_known[callsign]) });
                _untold.Remove(callsign);
            }

            return fixes;
        }
    }

    /// <summary>A fix of now, by the real clock, even in an exercise that runs ahead of it: the server judges its age.</summary>
    public Fix FixAt(Domain.Point at) => new()
    {
        Point = new Point { Longitude = at.Longitude, Latitude = at.Latitude },
        At = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
        AccuracyMetres = AccuracyMetres,
    };
}
