namespace Despatch.LoadTests.Intake;

/// <summary>
/// Which calls truly belong together: those about one person, at one front door, from one private line, or of one event. It goes by the
/// ids of the town's making alone, never by anything that was written down.
/// </summary>
internal sealed class Labels
{
    private readonly List<Label> _all = [];
    private readonly Dictionary<(char Kind, int Id), List<int>> _by = [];

    /// <summary>Takes up one more call; its number, from 0.</summary>
    public int Add(Label label)
    {
        foreach (var key in KeysOf(label))
        {
            if (!_by.TryGetValue(key, out var calls))
            {
                _by[key] = calls = [];
            }

            calls.Add(_all.Count);
        }

        _all.Add(label);
        return _all.Count - 1;
    }

    /// <summary>The earlier calls that one belongs with, each with what it has in common: person, door, line, event.</summary>
    public Dictionary<int, string> Related(Label label)
    {
        var related = new Dictionary<int, string>();
        foreach (var key in KeysOf(label))
        {
            foreach (var call in _by.GetValueOrDefault(key, []))
            {
                related.TryAdd(call, key.Kind switch { 'p' => "person", 'd' => "door", 'l' => "line", _ => "event" });
            }
        }

        return related;
    }

    private static IEnumerable<(char Kind, int Id)> KeysOf(Label label)
    {
        foreach (var resident in label.Residents.Distinct())
        {
            yield return ('p', resident);
        }

        if (label.Dwelling >= 0)
        {
            yield return ('d', label.Dwelling);
        }

        if (label.Line >= 0)
        {
            yield return ('l', label.Line);
        }

        if (label.Event >= 0)
        {
            yield return ('e', label.Event);
        }
    }
}
