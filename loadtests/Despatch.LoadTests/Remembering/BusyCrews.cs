using Despatch.Exercise.Clients;
using Despatch.LoadTests.Hosting;
using Despatch.Pack;
using Despatch.V1;
using static Despatch.LoadTests.Requests;

namespace Despatch.LoadTests.Remembering;

/// <summary>
/// A few desks and their cars, each busy with one incident after another, through the gateways of one host. What is compared is two hosts,
/// so both get exactly the same commands.
/// </summary>
internal sealed class BusyCrews(CommandClient client)
{
    private const int Crews = 4;
    private static readonly Person Desk = new("despatcher-01", "despatcher");
    private static readonly int[] Drive = [5, 6, 2];

    private readonly Domain.Pods.RosterUnit[] _units =
        [.. ForcePack.London.Force.Roster.Where(u => u.Kind == Domain.Units.UnitKind.ResponseCar).Take(Crews)];

    /// <summary>How long commands took; null while nobody measures.</summary>
    public LatencyHistogram? Measured { get; set; }

    public Task BookOnAsync(CancellationToken cancel) => EachAsync(async unit =>
    {
        var on = new BookOnRequest { Callsign = unit.Callsign, Crew = { new CrewMember { Number = "4711", Name = "PC Present" } } };
        await SendAsync("BookOn", unit.Callsign, "crew", (g, c, o) => g.Units.BookOnAsync(With(on, r => r.Command = c), o), cancel);
        await PressAsync(unit.Callsign, 2, cancel);
    });

    public Task BookOffAsync(CancellationToken cancel) => EachAsync(async unit =>
    {
        var off = new BookOffRequest { Callsign = unit.Callsign };
        await SendAsync("BookOff", unit.Callsign, "crew", (g, c, o) => g.Units.BookOffAsync(With(off, r => r.Command = c), o), cancel);
    });

    /// <summary>Every crew sees so many incidents through.</summary>
    public Task WorkAsync(int incidents, CancellationToken cancel) => EachAsync(async unit =>
    {
        for (var i = 0; i < incidents; i++)
        {
            await WorkAsync(unit, cancel);
        }
    });

    private async Task WorkAsync(Domain.Pods.RosterUnit unit, CancellationToken cancel)
    {
        var open = new OpenIncidentRequest
        {
            OpeningCode = "40",
            Words = "There is a man shouting in the street and banging on doors.",
            Grade = Grade.Significant,
            Location = new Location { Point = new Point { Longitude = unit.Base.Longitude, Latitude = unit.Base.Latitude } },
        };
        var opened = await SendAsync("Open", Desk.Operator, Desk.Role, (g, c, o) => g.Incidents.OpenAsync(With(open, r => r.Command = c), o), cancel);
        var assign = new AssignRequest { Cad = opened.Cad, Callsign = unit.Callsign };
        await SendAsync("Assign", Desk.Operator, Desk.Role, (g, c, o) => g.Incidents.AssignAsync(With(assign, r => r.Command = c), o), cancel);
        foreach (var status in Drive)
        {
            await PressAsync(unit.Callsign, status, cancel);
        }

        var result = new ResultRequest { Cad = opened.Cad, ResultCode = "132", Words = "Spoken to." };
        await SendAsync("Result", Desk.Operator, Desk.Role, (g, c, o) => g.Incidents.ResultAsync(With(result, r => r.Command = c), o), cancel);
        var close = new CloseIncidentRequest { Cad = opened.Cad };
        await SendAsync("Close", Desk.Operator, Desk.Role, (g, c, o) => g.Incidents.CloseAsync(With(close, r => r.Command = c), o), cancel);
    }

    private Task<SetStatusResponse> PressAsync(string callsign, int status, CancellationToken cancel)
    {
        var press = new SetStatusRequest { Callsign = callsign, Status = status };
        return SendAsync("SetStatus", callsign, "crew", (g, c, o) => g.Units.SetStatusAsync(With(press, r => r.Command = c), o), cancel);
    }

    private async Task<T> SendAsync<T>(
        string what, string by, string role, Func<Gateway, Command, Grpc.Core.CallOptions, Grpc.Core.AsyncUnaryCall<T>> call, CancellationToken cancel)
        where T : class
    {
        var began = client.Time.GetTimestamp();
        var answer = await client.SendAsync(what, new Person(by, role), call, cancel);
        Measured?.Record(client.Time.GetElapsedTime(began));
        return answer.Value ?? throw new HostException($"{what} was refused: {answer.Refusal}", "");
    }

    private Task EachAsync(Func<Domain.Pods.RosterUnit, Task> work) => Task.WhenAll(_units.Select(unit => Task.Run(() => work(unit))));
}
