using System.Collections.Concurrent;
using System.Globalization;
using Despatch.Domain.Pods;
using Despatch.Exercise.Clients;
using Despatch.Pack;
using Despatch.V1;
using Grpc.Core;
using static Despatch.LoadTests.Requests;

namespace Despatch.LoadTests.Failing;

/// <summary>
/// Calls at an even rate, whatever becomes of the earlier ones: each is taken, transferred, assessed, graded, sent a unit, attended,
/// resulted and closed, by people who take a moment between two steps. All of it by unary commands.
/// </summary>
internal sealed class CallLoad(CommandClient client, int callsAnHour)
{
    private const int Candidates = 12;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan NobodyFree = TimeSpan.FromSeconds(1);
    private static readonly Person Sergeant = new("sergeant-01", "supervisor");
    private static readonly Person Crew = new("mdt-01", "crew");

    private readonly ConcurrentQueue<string> _troubles = new();
    private long _begun;
    private long _closed;

    /// <summary>Calls taken.</summary>
    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>Calls seen through to closed.</summary>
    public long Closed => Interlocked.Read(ref _closed);

    /// <summary>Calls that were not, and why.</summary>
    public IReadOnlyCollection<string> Troubles => _troubles;

    /// <summary>Books every unit of these on and makes it available.</summary>
    public Task BookOnAsync(IEnumerable<RosterUnit> units, CancellationToken cancel) => Parallel.ForEachAsync(
        units,
        new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel },
        async (unit, ct) =>
        {
            var book = new BookOnRequest { Callsign = unit.Callsign, Crew = { new CrewMember { Number = unit.Callsign, Name = "PC Load" } } };
            await client.SendAsync("BookOn", Sergeant, (g, c, o) => g.Units.BookOnAsync(With(book, r => r.Command = c), o), ct);
            await SetStatusAsync(unit.Callsign, 2, ct);
        });

    /// <summary>Takes calls until told to stop; returns when the last has ended.</summary>
    /// <param name="stop">No more calls.</param>
    /// <param name="cancel">Leave everything.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancel)
    {
        var roster = ForcePack.London.Force.Roster;
        var random = new Random(26);
        using var ticks = new PeriodicTimer(TimeSpan.FromHours(1) / callsAnHour, client.Time);
        var underWay = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            underWay.RemoveAll(call => call.IsCompletedSuccessfully);
            underWay.Add(CallAsync((int)Interlocked.Increment(ref _begun), roster[random.Next(roster.Length)].Base, cancel));
            try
            {
                await ticks.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(underWay);
    }

    /// <summary>A crew presses a status button.</summary>
    public async Task<bool> SetStatusAsync(string callsign, int status, CancellationToken cancel)
    {
        var set = new SetStatusRequest { Callsign = callsign, Status = status };
        var answer = await client.SendAsync("SetStatus", Crew, (g, c, o) => g.Units.SetStatusAsync(With(set, r => r.Command = c), o), cancel);
        return answer.Value is not null;
    }

    private async Task CallAsync(int number, Domain.Point where, CancellationToken cancel)
    {
        try
        {
            if (await PlayAsync(number, where, cancel) is { } trouble)
            {
                _troubles.Enqueue($"call {number}: {trouble}");
            }
            else
            {
                Interlocked.Increment(ref _closed);
            }
        }
        catch (RpcException fault)
        {
            _troubles.Enqueue($"call {number}: {fault.Status.StatusCode}: {fault.Status.Detail}");
        }
    }

    private async Task<string?> PlayAsync(int number, Domain.Point where, CancellationToken cancel)
    {
        var handler = new Person(string.Create(CultureInfo.InvariantCulture, $"handler-{number % 200:000}"), "call-handler");
        var despatcher = new Person(string.Create(CultureInfo.InvariantCulture, $"despatcher-{number % 60:000}"), "despatcher");
        var record = new RecordContactRequest
        {
            Channel = Channel._999,
            Location = new Location { Point = new Point { Longitude = where.Longitude, Latitude = where.Latitude } },
            Words = "Two men are fighting outside.",
        };
        var contact = await client.SendAsync("Record", handler, (g, c, o) => g.Contacts.RecordAsync(With(record, r => r.Command = c), o), cancel);
        if (!contact.Succeeded(out var recorded))
        {
            return Trouble("Record", contact.Refusal);
        }

        var transfer = new TransferContactRequest { ContactId = recorded.ContactId, OpeningCode = "01" };
        var opened = await client.SendAsync("Transfer", handler, (g, c, o) => g.Contacts.TransferAsync(With(transfer, r => r.Command = c), o), cancel);
        if (!opened.Succeeded(out var incident))
        {
            return Trouble("Transfer", opened.Refusal);
        }

        await PauseAsync(cancel);
        var assess = new AssessRequest { Cad = incident.Cad, Assessment = Thrive };
        var assessed = await client.SendAsync("Assess", handler, (g, c, o) => g.Incidents.AssessAsync(With(assess, r => r.Command = c), o), cancel);
        var grade = new GradeRequest { Cad = incident.Cad, Grade = Grade.Significant };
        var graded = await client.SendAsync("Grade", handler, (g, c, o) => g.Incidents.GradeAsync(With(grade, r => r.Command = c), o), cancel);
        return Trouble("Assess", assessed.Refusal)
            ?? Trouble("Grade", graded.Refusal)
            ?? await AttendAsync(incident.Cad, despatcher, cancel)
            ?? await EndAsync(incident.Cad, despatcher, cancel);
    }

    private async Task<string?> AttendAsync(string cad, Person despatcher, CancellationToken cancel)
    {
        while (true)
        {
            var ask = new RecommendRequest { Cad = cad, Max = Candidates };
            var recommended = await client.AskAsync("Recommend", despatcher, (g, o) => g.Incidents.RecommendAsync(ask, o), cancel);
            if (!recommended.Succeeded(out var recommendation))
            {
                return Trouble("Recommend", recommended.Refusal);
            }

            foreach (var candidate in recommendation.Candidates.Where(c => c.AuthorityNeeded.Length == 0 && c.DivertFrom.Length == 0))
            {
                var assign = new AssignRequest { Cad = cad, Callsign = candidate.Callsign };
                var assigned = await client.SendAsync("Assign", despatcher, (g, c, o) => g.Incidents.AssignAsync(With(assign, r => r.Command = c), o), cancel);
                if (assigned.Value is not null)
                {
                    foreach (var status in (int[])[5, 6, 2])
                    {
                        await PauseAsync(cancel);
                        if (!await SetStatusAsync(candidate.Callsign, status, cancel))
                        {
                            return $"status {status} of {candidate.Callsign} was refused";
                        }
                    }

                    return null;
                }
            }

            await Task.Delay(NobodyFree, client.Time, cancel);
        }
    }

    private async Task<string?> EndAsync(string cad, Person despatcher, CancellationToken cancel)
    {
        var result = new ResultRequest { Cad = cad, ResultCode = "132", Words = "All quiet." };
        var resulted = await client.SendAsync("Result", despatcher, (g, c, o) => g.Incidents.ResultAsync(With(result, r => r.Command = c), o), cancel);
        var close = new CloseIncidentRequest { Cad = cad, Words = "Nothing further." };
        var closed = await client.SendAsync("Close", despatcher, (g, c, o) => g.Incidents.CloseAsync(With(close, r => r.Command = c), o), cancel);
        return Trouble("Result", resulted.Refusal) ?? Trouble("Close", closed.Refusal);
    }

    private Task PauseAsync(CancellationToken cancel) => Task.Delay(Moment, client.Time, cancel);

    private static string? Trouble(string what, Refusal? refusal) =>
        refusal is null ? null : $"{what}: {refusal.Code}: {refusal.Message}";
}
