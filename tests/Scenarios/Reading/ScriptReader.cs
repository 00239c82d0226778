using System.Globalization;
using System.Text.RegularExpressions;

namespace Despatch.Scenarios.Reading;

/// <summary>Reads scripts; README.md in this project describes what they look like.</summary>
internal sealed partial class ScriptReader(string file, string text)
{
    private readonly Dictionary<string, (int Line, string Value)> _header = new(StringComparer.Ordinal);
    private readonly List<string> _failed = [];
    private readonly List<string> _assumed = [];
    private readonly Dictionary<string, ScriptPlace> _places = new(StringComparer.Ordinal);
    private readonly List<ScriptStep> _steps = [];
    private TimeSpan? _at;
    private int _line;

    /// <summary>Reads one script.</summary>
    /// <exception cref="ScriptException">It is not in form; it says where and why.</exception>
    public static Script Read(string file, string text) => new ScriptReader(file, text).Read();

    private Script Read()
    {
        foreach (var line in text.Split('\n'))
        {
            _line++;
            Take(line.TrimEnd());
        }

        var number = int.TryParse(Header("Case"), CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 10
            ? n : throw Wrong("Case", "must be 1 to 10");
        var asItWas = Header("Telling") switch
        {
            "as it was" => true,
            "as it should be" => false,
            _ => throw Wrong("Telling", "must be 'as it was' or 'as it should be'"),
        };
        var format = CultureInfo.InvariantCulture;
        if (!DateTime.TryParseExact(Header("Starts"), "yyyy-MM-dd HH:mm", format, DateTimeStyles.None, out var starts))
        {
            throw Wrong("Starts", "must be a London time such as 2026-11-21 02:00");
        }

        if (_failed.Count == 0 || _steps.Count == 0)
        {
            throw new ScriptException(file, _line, "a script says what failed then ('Failed:'), and has at least one step.");
        }

        return new Script(file, number, Header("Title"), asItWas, starts, _failed, _assumed, _places, _steps);
    }

    private void Take(string line)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return;
        }

        if (HeaderLine().Match(line) is { Success: true } header)
        {
            TakeHeader(header.Groups["name"].Value, header.Groups["value"].Value);
        }
        else if (AnswerLine().Match(line) is { Success: true } answer)
        {
            TakeAnswer(answer);
        }
        else if (FurtherLine().Match(line) is { Success: true } further && _steps is [.., { Answer: null } begun])
        {
            _steps[^1] = begun with { Text = $"{begun.Text} {further.Groups["text"].Value}" };
        }
        else if (StepLine().Match(line) is { Success: true } step)
        {
            TakeStep(step);
        }
        else
        {
            throw Error("neither a header (Name: value), a step (+00:05  call-handler Ann  ...; +00:05  expect ...) nor an answer (> ...).");
        }
    }

    private void TakeHeader(string name, string value)
    {
        switch (name)
        {
            case "Failed":
                _failed.Add(value);
                break;
            case "Assumed":
                _assumed.Add(value);
                break;
            case "Place":
                var place = PlaceValue().Match(value);
                if (!place.Success || !_places.TryAdd(place.Groups["name"].Value, PlaceOf(place)))
                {
                    throw Error("a place is a name of its own in capitals, latitude, longitude, address: HOME 51.464 -0.1213 \"1 Acre Lane\".");
                }

                break;
            case "Case" or "Title" or "Telling" or "Starts":
                if (!_header.TryAdd(name, (_line, value)))
                {
                    throw Error($"{name} is given twice.");
                }

                break;
            default:
                throw Error($"no such header: {name}. There are Case, Title, Telling, Starts, Failed, Assumed, Place.");
        }
    }

    private void TakeStep(Match step)
    {
        if (step.Groups["at"] is { Success: true } given)
        {
            var at = Clock.Read(given.Value);
            if (at < _at)
            {
                throw Error("time goes back.");
            }

            _at = at;
        }

        var moment = _at ?? throw Error("the first step says when: +00:00.");
        _steps.Add(step.Groups["expected"] is { Success: true } expected
            ? new ScriptStep(_line, moment, "", "", expected.Value, null)
            : new ScriptStep(_line, moment, step.Groups["role"].Value, step.Groups["who"].Value, step.Groups["does"].Value, null));
    }

    private void TakeAnswer(Match answer)
    {
        if (_steps is not [.., { IsExpectation: true, Answer: null } last])
        {
            throw Error("an answer ('> ...') follows the expectation that shows it.");
        }

        var since = answer.Groups["since"] is { Success: true } given ? Clock.Read(given.Value) : TimeSpan.Zero;
        if (since > last.At)
        {
            throw Error("an answer counts from a moment before it.");
        }

        _steps[^1] = last with
        {
            Answer = new Answer(
                answer.Groups["failed"].Value, answer.Groups["rule"].Value, (last.At - since).TotalMinutes, answer.Groups["then"].Value),
        };
    }

    private string Header(string name) =>
        _header.TryGetValue(name, out var given) ? given.Value : throw new ScriptException(file, _line, $"the header {name} is missing.");

    private ScriptException Wrong(string header, string rule) => new(file, _header[header].Line, $"{header} {rule}.");

    private ScriptException Error(string message) => new(file, _line, message);

    private static ScriptPlace PlaceOf(Match place) => new(Number(place, "lat"), Number(place, "lon"), place.Groups["address"].Value);

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<name>[A-Z][a-z]+):\s+(?<value>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HeaderLine();

    [GeneratedRegex(
        """^(?<name>[A-Z][A-Z0-9-]*)\s+(?<lat>\d+\.\d+)\s+(?<lon>-?\d+\.\d+)\s+"(?<address>[^"]+)"$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlaceValue();

    [GeneratedRegex(
        "^(?<at>" + Clock.Form + @")?\s+(expect\s+(?<expected>\S.*)|"
        + @"(?<role>[a-z-]+) (?<who>[A-Z]\w*)\s+(?<does>\S.*))$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StepLine();

    [GeneratedRegex(@"^\s+\.\. (?<text>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FurtherLine();

    [GeneratedRegex(
        @"^\s+> (?<failed>[^|]+?) \| (?<rule>[^|]+?) \| then (?<then>[^|]+?)(, counted from (?<since>" + Clock.Form + "))?$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnswerLine();
}
