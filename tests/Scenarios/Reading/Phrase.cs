using System.Text.RegularExpressions;

namespace Despatch.Scenarios.Reading;

/// <summary>
/// How a step may be put: words with gaps, and parts in brackets that may be missing:
/// <c>transfers {call} as {code:word}[, grade {grade:grade}]: {cad}</c>. A gap takes, by its kind, a name in capitals (the default), a
/// quoted text, a word, a number, a time ... or, by the kind 'is', its own name: so a step tells whether that was said.
/// </summary>
internal sealed partial class Phrase
{
    private readonly Regex _form;

    public Phrase(string text)
    {
        Text = text;
        var escaped = Regex.Escape(text)
            .Replace(@"\[", "(?:", StringComparison.Ordinal).Replace("]", ")?", StringComparison.Ordinal)
            .Replace(@"\ ", @"\s+", StringComparison.Ordinal);
        var form = Gap().Replace(escaped, Form);
        _form = new Regex($"^{form}$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }

    /// <summary>As it is written down, for messages.</summary>
    public string Text { get; }

    /// <summary>What stands in the gaps, by name; null if the step is put differently.</summary>
    public IReadOnlyDictionary<string, string>? Match(string step)
    {
        var match = _form.Match(step);
        return match.Success
            ? match.Groups.Cast<Group>().Skip(1).Where(static g => g.Success).ToDictionary(static g => g.Name, static g => g.Value)
            : null;
    }

    private static string Form(Match gap)
    {
        var name = gap.Groups["name"].Value;
        var kind = gap.Groups["kind"] is { Success: true } given ? given.Value : "label";
        return kind switch
        {
            "label" => $"(?<{name}>[A-Z][A-Z0-9-]*)",
            "text" => $"\"(?<{name}>[^\"]*)\"",
            "is" => $"(?<{name}>{name})",
            "word" => $"(?<{name}>[a-z0-9][a-z0-9-]*)",
            "names" => $"(?<{name}>[A-Za-z0-9-]+(, [A-Za-z0-9-]+)*)",
            "person" => $"(?<{name}>[A-Z]\\w*)",
            "grade" => $"(?<{name}>[ISER])",
            "number" => $"(?<{name}>\\d+)",
            "phone" => $"(?<{name}>\\+\\d+)",
            "time" => $"(?<{name}>{Clock.Form})",
            _ => throw new ArgumentException($"'{kind}' is no kind of gap.", nameof(gap)),
        };
    }

    [GeneratedRegex(@"\\\{(?<name>[a-z]+)(:(?<kind>[a-z]+))?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Gap();
}
