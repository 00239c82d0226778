using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.EventLog;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests.Simulation;

/// <summary>What became of the deadlines of a log's incidents.</summary>
/// <param name="Raised">How many were raised.</param>
/// <param name="Missed">How many were not, though their time had passed by the limit before anything changed that.</param>
/// <param name="Duplicated">How many escalations were no deadline of that moment: raised a second time, or never due.</param>
/// <param name="TooLate">How many were raised later than the limit.</param>
/// <param name="Lateness">How late each was, in rising order.</param>
public sealed record DeadlineReport(int Raised, int Missed, int Duplicated, int TooLate, IReadOnlyList<TimeSpan> Lateness)
{
    /// <summary>The lateness that this share of them did not exceed.</summary>
    public TimeSpan Percentile(double share) =>
        Lateness.Count == 0 ? TimeSpan.Zero : Lateness[Math.Min(Lateness.Count - 1, (int)(Lateness.Count * share))];
}

/// <summary>Holds a log against the deadlines that follow from it: folds every incident again and looks between any two facts.</summary>
public sealed class DeadlineAudit(EventCodec codec, EscalationPolicy policy, TimeSpan limit)
{
    private readonly List<TimeSpan> _lateness = [];
    private int _missed;
    private int _duplicated;

    /// <summary>Looks at all incidents of the log up to a moment.</summary>
    public DeadlineReport Check(MemoryStore store, DateTimeOffset end)
    {
        ArgumentNullException.ThrowIfNull(store);
        foreach (var stream in store.All(0, int.MaxValue).GroupBy(e => e.Stream, StringComparer.Ordinal).Where(s => CadNumber.TryFromKey(s.Key, out _)))
        {
            var state = IncidentState.Initial;
            foreach (var fact in stream.Select(e => (DomainEvent)codec.Decode(e.Name, e.Data)))
            {
                Look(state, fact);
                state = IncidentState.Evolve(state, fact);
            }

            if (Deadlines.Next(state, policy) is { } left && left.Due + limit < end)
            {
                _missed++;
            }
        }

        _lateness.Sort();
        return new DeadlineReport(_lateness.Count, _missed, _duplicated, _lateness.Count(l => l > limit), _lateness);
    }

    private void Look(IncidentState before, DomainEvent fact)
    {
        var next = Deadlines.Next(before, policy);
        if (fact is not IncidentEscalated raised)
        {
            _missed += next is not null && next.Due + limit < fact.At ? 1 : 0;
        }
        else if (next is null || next.Clock != raised.Clock || next.Step != raised.Step || next.Due != raised.Due)
        {
            _duplicated++;
        }
        else
        {
            _lateness.Add(raised.At - raised.Due);
        }
    }
}
