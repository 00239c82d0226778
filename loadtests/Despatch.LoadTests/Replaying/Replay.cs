using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Despatch.Exercise.Clients;
using Despatch.Exercise.Events;
using Despatch.V1;
using Grpc.Core;
using static Despatch.LoadTests.Requests;

namespace Despatch.LoadTests.Replaying;

/// <summary>Plays recorded events in their order, so many at once, each from contact to closed.</summary>
internal sealed class Replay(CommandClient client, Crews crews, ImmutableArray<RecordedEvent> events)
{
    private const int Candidates = 12;
    private static readonly TimeSpan NobodyFree = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string> _troubles = new();
    private readonly ProcedureWork _procedures = new(client);
    private int _next = -1;
    private long _closed;

    /// <summary>How many were seen through so far.</summary>
    public long Closed => Interlocked.Read(ref _closed);

    /// <summary>What went wrong, by event.</summary>
    public IReadOnlyCollection<string> Troubles => _troubles;

    /// <summary>Plays all.</summary>
    public Task RunAsync(int concurrency, CancellationToken cancel) =>
        Task.WhenAll(Enumerable.Range(1, concurrency).Select(worker => Task.Run(() => WorkAsync(worker, cancel), cancel)));

    private async Task WorkAsync(int worker, CancellationToken cancel)
    {
        var handler = new Person(string.Create(CultureInfo.InvariantCulture, $"handler-{worker:000}"), "call-handler");
        var despatcher = new Person(string.Create(CultureInfo.InvariantCulture, $"despatcher-{worker:000}"), "despatcher");
        while (Interlocked.Increment(ref _next) is var index && index < events.Length)
        {
            try
            {
                var trouble = await PlayAsync(events[index], handler, despatcher, cancel);
                if (trouble is null)
                {
                    Interlocked.Increment(ref _closed);
                }
                else
                {
                    _troubles.Enqueue($"row {events[index].Row}: {trouble}");
                }
            }
            catch (Exception fault) when (fault is RpcException or TimeoutException)
            {
                _troubles.Enqueue($"row {events[index].Row}: {fault.Message}");
            }
        }
    }

    // What went wrong, or null.
    private async Task<string?> PlayAsync(RecordedEvent played, Person handler, Person despatcher, CancellationToken cancel)
    {
        var codes = ReplayCodes.Of(played.Reason);
        var at = new Point { Longitude = played.Point.Longitude, Latitude = played.Point.Latitude };
        var record = new RecordContactRequest
        {
            Channel = Channel.Other,
            Location = new Location { Point = at },
            Words = $"{played.Kind}: {played.Reason}",
        };
        var contact = await client.SendAsync(
            "Record", handler, (g, c, o) => g.Contacts.RecordAsync(With(record, r => r.Command = c), o), cancel);
        if (!contact.Succeeded(out var recorded))
        {
            return Trouble("Record", contact.Refusal);
        }

        var transfer = new TransferContactRequest { ContactId = recorded.ContactId, OpeningCode = codes.OpeningCode };
        var opened = await client.SendAsync(
            "Transfer", handler, (g, c, o) => g.Contacts.TransferAsync(With(transfer, r => r.Command = c), o), cancel);
        if (!opened.Succeeded(out var incident))
        {
            return Trouble("Transfer", opened.Refusal);
        }

        return await QuestionAsync(incident.Cad, codes, handler, cancel)
            ?? await SendAsync(incident.Cad, played, despatcher, cancel)
            ?? await EndAsync(incident.Cad, codes, despatcher, cancel);
    }

    private async Task<string?> QuestionAsync(string cad, ReplayCodes codes, Person handler, CancellationToken cancel)
    {
        var assess = new AssessRequest { Cad = cad, Assessment = Thrive };
        var assessed = await client.SendAsync(
            "Assess", handler, (g, c, o) => g.Incidents.AssessAsync(With(assess, r => r.Command = c), o), cancel);
        var grade = new GradeRequest { Cad = cad, Grade = codes.Grade };
        var graded = await client.SendAsync(
            "Grade", handler, (g, c, o) => g.Incidents.GradeAsync(With(grade, r => r.Command = c), o), cancel);
        return Trouble("Assess", assessed.Refusal) ?? Trouble("Grade", graded.Refusal);
    }

    private async Task<string?> SendAsync(string cad, RecordedEvent played, Person despatcher, CancellationToken cancel)
    {
        var began = client.Time.GetTimestamp();
        while (client.Time.GetElapsedTime(began) < Longest)
        {
            var recommended = await client.AskAsync(
                "Recommend", despatcher,
                (g, o) => g.Incidents.RecommendAsync(new RecommendRequest { Cad = cad, Max = Candidates }, o), cancel);
            if (!recommended.Succeeded(out var recommendation))
            {
                return Trouble("Recommend", recommended.Refusal);
            }

            foreach (var candidate in recommendation.Candidates.Where(c => c.AuthorityNeeded.Length == 0 && c.DivertFrom.Length == 0))
            {
                var received = crews.Expect(candidate.Callsign, cad);
                var assign = new AssignRequest { Cad = cad, Callsign = candidate.Callsign };
                var assigned = await client.SendAsync(
                    "Assign", despatcher, (g, c, o) => g.Incidents.AssignAsync(With(assign, r => r.Command = c), o), cancel);
                if (assigned.Value is not null)
                {
                    var attended = await crews.AttendAsync(candidate.Callsign, cad, received, played.Point, client.Time, cancel);
                    return attended ? null : "a status of the crew's was refused";
                }

                crews.ExpectNoMore(candidate.Callsign, cad);
            }

            await Task.Delay(NobodyFree, client.Time, cancel);
        }

        return "no unit could be had";
    }

    private async Task<string?> EndAsync(string cad, ReplayCodes codes, Person despatcher, CancellationToken cancel)
    {
        var result = new ResultRequest { Cad = cad, ResultCode = codes.ResultCode, Words = "As recorded." };
        var resulted = await client.SendAsync(
            "Result", despatcher, (g, c, o) => g.Incidents.ResultAsync(With(result, r => r.Command = c), o), cancel);
        var open = await _procedures.CloseAsync(cad, despatcher, cancel);
        return Trouble("Result", resulted.Refusal) ?? Trouble("Close", open);
    }

    private static string? Trouble(string what, Refusal? refusal) =>
        refusal is null ? null : $"{what}: {refusal.Code}: {refusal.Message}";
}
