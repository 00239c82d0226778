using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain;
using Despatch.Pack;
using Despatch.V1;

namespace Despatch.Exercise.Calls;

/// <summary>
/// Draws a force's calls, one after the other without end, from its demand by hour of the week. The same seed and start draw the same
/// calls. Not thread-safe.
/// </summary>
internal sealed class CallSource
{
    private readonly ForcePack _pack;
    private readonly DateTimeOffset _start;
    private readonly bool _peak;
    private readonly double _load;
    private readonly Random _random;
    private readonly ImmutableArray<Scenario> _scenarios;
    private readonly int _totalWeight;
    private TimeSpan _at;
    private int _number;

    /// <summary>With the moment at which the exercise's clock begins, on the force's local clock.</summary>
    public CallSource(ForcePack pack, int seed, DateTimeOffset start, bool peak, double load)
    {
        _pack = pack;
        _start = start;
        _peak = peak;
        _load = load;
        _random = new Random(seed);
        _scenarios = [.. Scenarios.All.Where(s => pack.OpeningCodes.ContainsKey(s.OpeningCode))];
        if (_scenarios.IsEmpty)
        {
            throw new ArgumentException("None of the exercise's opening codes is one of the force's.", nameof(pack));
        }

        _totalWeight = _scenarios.Sum(s => s.Weight);
    }

    /// <summary>The next call.</summary>
    public DrawnCall Next()
    {
        _at = NextMoment();
        var draw = _pack.Demand.Draw(HourAt(_at), _random);
        var silent = _random.NextDouble() < 0.06;
        var abandoned = !silent && _random.NextDouble() < 0.06;
        var scenario = silent ? Scenarios.SilentCall : abandoned ? Scenarios.AbandonedCall : Scenario();
        var channel = silent || abandoned ? Channel._999 : ChannelOf();
        var streets = _pack.StreetsIn(draw.Borough);
        var street = streets.IsEmpty ? draw.Borough : streets[_random.Next(streets.Length)].Name;
        var words = scenario.Words[_random.Next(scenario.Words.Length)];
        return new DrawnCall
        {
            Number = ++_number,
            At = _at,
            Channel = channel,
            CallerNumber = _random.NextDouble() < 0.05 ? "" : $"+447700{_random.Next(900_000, 901_000)}",
            Silent = silent,
            Abandoned = abandoned,
            Where = draw.Point,
            Street = $"{street}, {draw.Borough}",
            SaysWhere = !silent && !abandoned && _random.NextDouble() < 0.85,
            Scenario = scenario,
            Words = silent || abandoned ? "" : string.Format(CultureInfo.InvariantCulture, words, street),
            Grade = GradeOf(scenario),
            ResultCode = ResultOf(scenario),
            Course = CourseOf(channel, silent || abandoned),
            Scene = SceneOf(),
            Talk = Minutes(1, 4),
            Turnout = TimeSpan.FromSeconds(15 + _random.Next(75)),
            OnScene = Minutes(6, 20),
            Pick = _random.Next(),
        };
    }

    // Arrivals of an hour are a Poisson process; at the hour's end the rate is another, and forgets nothing by starting again.
    private TimeSpan NextMoment()
    {
        var at = _at;
        while (true)
        {
            var hour = HourAt(at);
            var anHour = (_peak ? _pack.Demand.At(hour) : _pack.Demand.BusyWeekAt(hour)) * _load;
            var next = at + TimeSpan.FromHours(-Math.Log(1 - _random.NextDouble()) / anHour);
            var local = _start + at;
            var hourEnds = at + (local.Date.AddHours(local.Hour + 1) - local.DateTime);
            if (next < hourEnds)
            {
                return next;
            }

            at = hourEnds;
        }
    }

    private int HourAt(TimeSpan at) => Demand.HourOfWeek(_start + at);

    private Scenario Scenario()
    {
        var left = _random.Next(_totalWeight);
        foreach (var scenario in _scenarios)
        {
            left -= scenario.Weight;
            if (left < 0)
            {
                return scenario;
            }
        }

        return _scenarios[^1];
    }

    private V1.Grade GradeOf(Scenario scenario)
    {
        var left = _random.Next(scenario.Grades.Sum());
        for (var grade = 0; grade < scenario.Grades.Length; grade++)
        {
            left -= scenario.Grades[grade];
            if (left < 0)
            {
                return V1.Grade.Immediate + grade;
            }
        }

        return V1.Grade.Extended;
    }

    private string ResultOf(Scenario scenario)
    {
        var code = scenario.ResultCodes[_random.Next(scenario.ResultCodes.Length)];
        return _pack.ResultCodes.ContainsKey(code) ? code : _pack.Force.ResultCodes[0].Code;
    }

    private Channel ChannelOf() => _random.NextDouble() switch
    {
        < 0.55 => Channel._999,
        < 0.94 => Channel._101,
        _ => Channel.Other,
    };

    private CallCourse CourseOf(Channel channel, bool withoutWords)
    {
        var closed = withoutWords ? 0.75 : channel == Channel._999 ? 0.35 : 0.6;
        return _random.NextDouble() switch
        {
            var x when x < closed => CallCourse.ClosedAtFirstContact,
            var x when x < closed + 0.08 && !withoutWords => CallCourse.AboutOpenIncident,
            _ => CallCourse.Incident,
        };
    }

    private SceneCourse SceneOf() => _random.NextDouble() switch
    {
        < 0.08 => SceneCourse.Prisoner,
        < 0.20 => SceneCourse.Deployable,
        < 0.24 => SceneCourse.OverBefore,
        < 0.243 => SceneCourse.Emergency,
        _ => SceneCourse.Plain,
    };

    // At least so long, and longer by an exponential draw of this mean, cut at four times it.
    private TimeSpan Minutes(double least, double more) =>
        TimeSpan.FromMinutes(least + Math.Min(4 * more, -Math.Log(1 - _random.NextDouble()) * more));
}
