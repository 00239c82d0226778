using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Exercise.Clients;
using Despatch.LoadTests.Hosting;
using Despatch.Pack;
using Despatch.V1;
using static Despatch.LoadTests.Requests;

namespace Despatch.LoadTests.Intake;

/// <summary>
/// Opens labelled calls through the gateways of a host that has a past, one after the other, and holds what is offered against the labels.
/// One in eight is followed, a few calls later, by a second caller about the same event.
/// </summary>
internal sealed class IntakeRun(CommandClient client, Happenings town, IReadOnlyList<Happening> past, Labels labels, int openings, DateOnly today, int seed)
{
    /// <summary>What a process does for the first time is no figure of it.</summary>
    private const int WarmUp = 100;
    private const double TellsOfAnEvent = 0.12;
    private const int CallsBetween = 6;

    private static readonly Person Handler = new("handler-01", "call-handler");

    private readonly Random _random = new(seed + 2);
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly Queue<(int At, Happening Told)> _again = new();
    private int _done;

    /// <summary>What came of it.</summary>
    public Outcome Outcome { get; } = new(ForcePack.London.Linking.Offered);

    /// <summary>How many are opened.</summary>
    public int Done => Volatile.Read(ref _done);

    public async Task RunAsync(CancellationToken cancel)
    {
        for (var i = 0; i < past.Count; i++)
        {
            _calls[PastIntake.Cad(i, past.Count, today).ToString()] = i;
        }

        for (var i = 0; i < openings; i++)
        {
            await OpenAsync(Next(i), measured: i >= WarmUp, cancel);
            Interlocked.Increment(ref _done);
        }
    }

    private Happening Next(int i)
    {
        if (_again.TryPeek(out var due) && due.At <= i)
        {
            return _again.Dequeue().Told;
        }

        if (_random.NextDouble() >= TellsOfAnEvent)
        {
            return town.Now(past[_random.Next(past.Count)]);
        }

        var told = town.Event();
        _again.Enqueue((i + CallsBetween, town.Again(told)));
        return told;
    }

    private async Task OpenAsync(Happening told, bool measured, CancellationToken cancel)
    {
        var related = labels.Related(told.Label);
        var request = new OpenIncidentRequest
        {
            OpeningCode = told.Code,
            Words = "He says that there is shouting again and somebody at the door.",
            CallerNumber = told.Number,
            Grade = V1.Grade.Extended,
            Location = new Location
            {
                Point = told.Point is { } at ? new Point { Longitude = at.Longitude, Latitude = at.Latitude } : null,
                Address = told.Address,
            },
        };
        request.Persons.AddRange(told.Persons.Select(Write));
        var began = client.Time.GetTimestamp();
        var answer = await client.SendAsync("Open", Handler, (g, c, o) => g.Incidents.OpenAsync(With(request, r => r.Command = c), o), cancel);
        var took = client.Time.GetElapsedTime(began);
        var opened = answer.Value ?? throw new HostException($"Open was refused: {answer.Refusal}", "");
        if (measured)
        {
            Outcome.Took.Record(took);
        }

        Outcome.Markers += opened.Markers.Count;
        Outcome.Count(related, [.. opened.Candidates.Select(c => (_calls.GetValueOrDefault(c.Cad, -1), c))]);
        _calls[opened.Cad] = labels.Add(told.Label);
    }

    private static V1.NamedPerson Write(Domain.Linking.NamedPerson person) => new()
    {
        Name = person.Name,
        Born = person.Born is { } born ? born.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : "",
        Role = Enum.Parse<V1.PersonRole>(person.Role.ToString()),
    };
}
