using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Tests.Support;

/// <summary>
/// Runs one case of a table, line by line:
/// <c>at 10:30</c> sets the clock, <c>given cad1: incident-graded grade=S</c> folds a fact, <c>when despatcher cad1: assign-unit
/// callsign=AS21</c> decides, <c>then cad1: unit-assigned callsign=AS21</c> names one of the facts that follow (all must be named,
/// of each only the fields written are looked at), <c>then refused unit-not-available field callsign</c> the refusal,
/// <c>holds cad1: status=UnitAssigned</c> what the state says afterwards, <c>risk cad1: told=2</c> what its risk says,
/// <c>next cad1: clock=NoUnit step=1 due=10:02 to=despatcher</c> (or <c>next cad1: none</c>) the next deadline, and
/// <c>policy full</c> (or <c>plain</c>, as without it) sets the escalation policy. A <c>raise-escalation</c> without a clock raises
/// the next deadline, whichever it is.
/// </summary>
internal sealed class TableCase
{
    private World _world = World.Empty;
    private DateTimeOffset _now = Values.Moment("10:00");
    private Decision? _decision;
    private TableLine? _when;
    private readonly List<(string Stream, DomainEvent Fact)> _unnamed = [];
    private bool _named;

    /// <summary>Runs the lines of a case, its title left out.</summary>
    public static void Run(IEnumerable<TableLine> lines)
    {
        var run = new TableCase();
        foreach (var line in lines)
        {
            run.Take(line);
        }

        run.Finish();
    }

    private void Take(TableLine line)
    {
        try
        {
            TakeUp(line);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            line.Fail(e.Message);
        }
    }

    private void TakeUp(TableLine line)
    {
        if (line.Verb is "at" or "given" or "when")
        {
            Finish();
        }

        switch (line.Verb)
        {
            case "at":
                _now = Values.Moment(line.Rest);
                break;
            case "policy":
                _world = _world with { Policy = line.Rest == "full" ? Policies.Full : Policies.Plain };
                break;
            case "given":
                Given(line);
                break;
            case "when":
                When(line);
                break;
            case "then" when line.Rest.StartsWith("refused ", StringComparison.Ordinal):
                ThenRefused(line);
                break;
            case "then":
                Then(line);
                break;
            case "holds":
                Holds(line);
                break;
            case "risk":
                Risk(line);
                break;
            case "next":
                Next(line);
                break;
            default:
                line.Fail($"no such word: {line.Verb}");
                break;
        }
    }

    private void Given(TableLine line)
    {
        var (subject, name, fields) = line.Parts();
        line.Require(Names.Facts.ContainsKey(name), $"no fact is called {name}");
        var stream = Names.Stream(subject);
        var fact = Build.Fact(stream, Names.Facts[name], fields, new Actor("Given", Role.Despatcher), _now);
        _world = _world.After(new Change(stream, [fact]));
    }

    private void When(TableLine line)
    {
        var (subject, name, fields) = line.Parts();
        line.Require(Names.Commands.ContainsKey(name), $"no command is called {name}");
        var words = subject.Split(' ');
        line.Require(words.Length == 2, "a role and a stream must follow 'when'");
        var role = Enum.Parse<Role>(words[0], ignoreCase: true);
        var stream = Names.Stream(words[1]);
        var command = Build.Record(Names.Commands[name], fields, stream);
        if (command is RaiseEscalation raise && !fields.ContainsKey("clock") && NextOf(stream) is { } next)
        {
            command = RaiseEscalation.Of(next, raise.Tried);
        }

        _decision = _world.Decide(stream, command, Who(role), _now);
        _world = _world.After(_decision);
        _when = line;
        _named = false;
        _unnamed.Clear();
        if (_decision is Decision.Accepted accepted)
        {
            _unnamed.AddRange(accepted.Changes.SelectMany(static c => c.Events.Select(e => (c.Stream, e))));
        }
    }

    private void ThenRefused(TableLine line)
    {
        line.Require(_decision is Decision.Refused, $"was not refused: {Shown(_unnamed)}");
        var refusal = ((Decision.Refused)_decision!).Refusal;
        var words = line.Rest.Split(' ');
        line.Require(refusal.WireCode == words[1], $"was refused {refusal.WireCode}: {refusal.Message}");
        line.Require(words.Length == 4 && refusal.Field == words[3], $"was refused, blaming field '{refusal.Field}'");
        line.Require(refusal.Message.Length > 0, "was refused without a word");
        _named = true;
    }

    private void Then(TableLine line)
    {
        if (_decision is Decision.Refused refused)
        {
            line.Fail($"was refused {refused.Refusal.WireCode}: {refused.Refusal.Message}");
        }

        var (subject, name, fields) = line.Parts();
        line.Require(Names.Facts.ContainsKey(name), $"no fact is called {name}");
        var at = _unnamed.FindIndex(e => e.Stream == Names.Stream(subject) && e.Fact.GetType() == Names.Facts[name]);
        line.Require(at >= 0, $"no such fact; left are: {Shown(_unnamed)}");
        Compare(line, _unnamed[at].Fact, fields);
        line.Require(_unnamed[at].Fact.At == _now, "the fact must be of this moment");
        _unnamed.RemoveAt(at);
        _named = true;
    }

    private void Holds(TableLine line)
    {
        var (subject, _, fields) = line.Parts();
        var stream = Names.Stream(subject);
        object state = CadNumber.TryFromKey(stream, out _) ? _world.Incident(stream)
            : stream.StartsWith("contact-", StringComparison.Ordinal) ? _world.Contact(stream)
            : stream.StartsWith("marker-", StringComparison.Ordinal) ? _world.Marker(stream)
            : _world.Unit(subject);
        Compare(line, state, fields);
    }

    private void Risk(TableLine line)
    {
        var (subject, _, fields) = line.Parts();
        Compare(line, _world.Incident(Names.Stream(subject)).Risk, fields);
    }

    private void Next(TableLine line)
    {
        var (subject, name, fields) = line.Parts();
        var next = NextOf(Names.Stream(subject));
        line.Require(next is null == (name == "none"), $"the next deadline is {next?.ToString() ?? "none"}");
        if (next is not null)
        {
            Compare(line, next, fields);
        }
    }

    private Deadline? NextOf(string stream) => Deadlines.Next(_world.Incident(stream), _world.Policy);

    private static void Compare(TableLine line, object actual, IReadOnlyDictionary<string, string> fields)
    {
        foreach (var (field, expected) in fields)
        {
            var property = actual.GetType().GetProperties().FirstOrDefault(p => Names.Kebab(p.Name) == field);
            line.Require(property is not null, $"{actual.GetType().Name} has no {field}");
            var text = field == "by" ? ((DomainEvent)actual).By.Role.ToString() : Values.Format(property!.GetValue(actual));
            line.Require(text == expected, $"{field} is {text}, not {expected}");
        }
    }

    /// <summary>A command is over: everything that came of it must have been named; with no 'then' at all it must have held.</summary>
    private void Finish()
    {
        if (_when is { } line)
        {
            var refusal = (_decision as Decision.Refused)?.Refusal;
            line.Require(_named || refusal is null, $"was refused {refusal?.WireCode}: {refusal?.Message}");
            line.Require(!_named || _unnamed.Count == 0, $"facts that no 'then' names: {Shown(_unnamed)}");
            _when = null;
        }
    }

    private static string Shown(IEnumerable<(string Stream, DomainEvent Fact)> facts) =>
        string.Join("; ", facts.Select(static e => $"{Names.Word(e.Stream)}: {e.Fact}"));

    private static Actor Who(Role role) => role == Role.System ? Actor.System : new Actor($"a {role}", role);
}
