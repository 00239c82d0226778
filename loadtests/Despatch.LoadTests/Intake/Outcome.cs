using Despatch.Exercise.Clients;
using Despatch.V1;

namespace Despatch.LoadTests.Intake;

/// <summary>What was offered, held against the labels. One writer.</summary>
/// <param name="most">How many candidates an opening offers at most: of more related calls no more can be asked for.</param>
internal sealed class Outcome(int most)
{
    private readonly SortedDictionary<string, int> _missed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _wrong = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _rightly = new(StringComparer.Ordinal);
    private int _expected;
    private int _offered;
    private int _right;

    /// <summary>How long openings took, from the client's side.</summary>
    public LatencyHistogram Took { get; } = new();

    /// <summary>How many markers came with the answers.</summary>
    public int Markers { get; set; }

    /// <summary>How many were offered in all.</summary>
    public int Offered => _offered;

    /// <summary>How many should have been.</summary>
    public int Expected => _expected;

    /// <summary>Of what should have been offered, the share that was.</summary>
    public double Recall => _expected == 0 ? 1 : (double)_right / _expected;

    /// <summary>Of what was offered, the share that truly belongs.</summary>
    public double Precision => _offered == 0 ? 1 : (double)_right / _offered;

    /// <summary>What was missed, by what it has in common: person, door, line, event.</summary>
    public IReadOnlyDictionary<string, int> Missed => _missed;

    /// <summary>What was offered and belongs, by the weightiest reason given.</summary>
    public IReadOnlyDictionary<string, int> Right => _rightly;

    /// <summary>What was offered and does not belong, by the weightiest reason given.</summary>
    public IReadOnlyDictionary<string, int> Wrong => _wrong;

    /// <summary>Counts one opening. What is missed counts only as far as there was room for it.</summary>
    public void Count(Dictionary<int, string> related, IReadOnlyList<(int Call, LinkCandidate Candidate)> offered)
    {
        var right = offered.Count(o => related.ContainsKey(o.Call));
        _offered += offered.Count;
        _right += right;
        _expected += Math.Min(related.Count, most);
        foreach (var (call, candidate) in offered)
        {
            Add(related.ContainsKey(call) ? _rightly : _wrong, candidate.Reasons[0].Evidence.ToString());
        }

        foreach (var what in related.Where(r => offered.All(o => o.Call != r.Key)).Select(static r => r.Value).Take(Math.Min(related.Count, most) - right))
        {
            Add(_missed, what);
        }
    }

    private static void Add(SortedDictionary<string, int> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;
}
