using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Gateway.Tests;

/// <summary>A request that breaks one rule.</summary>
internal sealed record BadRequest(
    string Name, string Field, Func<GatewayFixture, Task> Send, StatusCode Status = StatusCode.InvalidArgument);

/// <summary>Good requests, each broken in one place.</summary>
internal static class BadRequests
{
    public static IReadOnlyList<BadRequest> All { get; } =
    [
        .. Commands(), .. Contacts(), .. Places(), .. Incidents(), .. Assignments(), .. Units(), .. Fixes(), .. Pods(), .. BadSupervision.All,
        .. Reports.BadReports.All, .. ForceRequestTests.Bad, .. CommandOfIncidentTests.Bad, .. BadLinking.All, .. BadProcedures.All, .. BadCallers.All, .. BadRisk.All,
    ];

    private static IEnumerable<BadRequest> Commands() =>
    [
        Entry("no command", "command", r => r.Command = null),
        Entry("no command id", "command.command_id", r => r.Command.CommandId = ""),
        Entry("a command id with a blank", "command.command_id", r => r.Command.CommandId = "a b"),
        Entry("a command id of 65", "command.command_id", r => r.Command.CommandId = new string('a', 65)),
        Entry("a deadline in the year 0", "command.deadline", r => r.Command.Deadline = new Timestamp { Seconds = -99_999_999_999 }),
        Entry("a deadline with nanoseconds below zero", "command.deadline", r => r.Command.Deadline = new Timestamp { Nanos = -1 }),
        Entry("a deadline passed", "command.deadline", r => r.Command.Deadline = new Timestamp { Seconds = 1 }) with
        {
            Status = StatusCode.DeadlineExceeded,
        },
        Entry("a CAD number of no form", "cad", r => r.Cad = "4711"),
        Entry("a CAD number of no day", "cad", r => r.Cad = "4711/31FEB26"),
        Entry("no words", "words", r => r.Words = "  "),
        Entry("100 KB of words", "words", r => r.Words = new string('x', 100 * 1024)),
        Entry("words with U+0000", "words", r => r.Words = "a\0b"),
    ];

    private static IEnumerable<BadRequest> Contacts() =>
    [
        Record("channel unspecified", "channel", r => r.Channel = V1.Channel.Unspecified),
        Record("channel unknown", "channel", r => r.Channel = (V1.Channel)9),
        Record("a number without country", "caller_number", r => r.CallerNumber = "07700900123"),
        Record("a number with letters", "caller_number", r => r.CallerNumber = "+44770090012x"),
        Record("a name of 201", "caller_name", r => r.CallerName = new string('n', 201)),
        Record("nothing said", "words", r => r.Words = ""),
        Record("an address of 501", "location.address", r => r.Location = new V1.Location { Address = new string('a', 501) }),
        Record("a circle without point", "network_location.point", r => r.NetworkLocation = new V1.NetworkLocation { RadiusMetres = 5 }),
        Record("a circle too wide", "network_location.radius_metres", r => r.NetworkLocation.RadiusMetres = 100_001),
        Record("a circle of NaN", "network_location.radius_metres", r => r.NetworkLocation.RadiusMetres = double.NaN),
        Transfer("a contact id of no form", "contact_id", r => r.ContactId = "17"),
        Transfer("no opening code", "opening_code", r => r.OpeningCode = ""),
        Transfer("an unknown opening code", "opening_code", r => r.OpeningCode = "ZZ"),
        Transfer("a grade unknown", "grade", r => r.Grade = (V1.Grade)9),
        Transfer("to a CAD of no form", "to_cad", r => (r.ToCad, r.OpeningCode) = ("x", "")),
        Transfer("to a CAD and a new one", "opening_code", r => r.ToCad = "1/21NOV26"),
        Of("no outcome", "outcome", g => g.Contacts.CloseAsync(
            new V1.CloseContactRequest { Command = GatewayFixture.Command(), ContactId = "contact-1" }, GatewayFixture.AsSupervisor)),
    ];

    private static IEnumerable<BadRequest> Places() =>
    [
        Located("latitude off Earth", "location.point.latitude", -0.1, 91),
        Located("longitude off Earth", "location.point.longitude", 181, 51.5),
        Located("latitude NaN", "location.point.latitude", -0.1, double.NaN),
        Located("longitude infinite", "location.point.longitude", double.NegativeInfinity, 51.5),
        Located("swapped", "location.point", 51.5, -0.1),
        Located("in Paris", "location.point", 2.35, 48.85),
        Located("nowhere set", "location.point", 0, 0),
        Of("no location", "location", g => g.Incidents.LocateAsync(
            new V1.LocateRequest { Command = GatewayFixture.Command(), Cad = "1/21NOV26" }, GatewayFixture.AsSupervisor)),
    ];

    private static IEnumerable<BadRequest> Incidents() =>
    [
        Open("opened without a code", "opening_code", r => r.OpeningCode = ""),
        Open("opened without words", "words", r => r.Words = ""),
        Open("opened for an unknown pod", "pod", r => r.Pod = "XX"),
        Open("opened with an unknown grade", "grade", r => r.Grade = (V1.Grade)9),
        Of("graded unspecified", "grade", g => g.Incidents.GradeAsync(
            new V1.GradeRequest { Command = GatewayFixture.Command(), Cad = "1/21NOV26" }, GatewayFixture.AsSupervisor)),
        Of("no assessment", "assessment", g => g.Incidents.AssessAsync(
            new V1.AssessRequest { Command = GatewayFixture.Command(), Cad = "1/21NOV26" }, GatewayFixture.AsSupervisor)),
        Of("an assessment of 4,001", "assessment.harm", g => g.Incidents.AssessAsync(
            new V1.AssessRequest
            {
                Command = GatewayFixture.Command(), Cad = "1/21NOV26", Assessment = new V1.Assessment { Harm = new string('h', 4_001) },
            },
            GatewayFixture.AsSupervisor)),
        Of("an unknown result code", "result_code", g => g.Incidents.ResultAsync(
            new V1.ResultRequest { Command = GatewayFixture.Command(), Cad = "1/21NOV26", ResultCode = "ZZ" },
            GatewayFixture.AsSupervisor)),
        Of("an unknown skill", "skills[1]", g => g.Incidents.RecommendAsync(
            new V1.RecommendRequest { Cad = "1/21NOV26", Skills = { "taser", "flying" } }, GatewayFixture.AsSupervisor)),
        Of("too many candidates", "max", g => g.Incidents.RecommendAsync(
            new V1.RecommendRequest { Cad = "1/21NOV26", Max = 51 }, GatewayFixture.AsSupervisor)),
        Of("the history of nothing", "cad", g => g.Incidents.HistoryAsync(new V1.HistoryRequest(), GatewayFixture.AsSupervisor)),
        Of("a watch from before the log", "after_position", async g =>
        {
            var request = new V1.WatchIncidentRequest { Cad = "1/21NOV26", AfterPosition = -1 };
            using var watch = g.Incidents.Watch(request, GatewayFixture.AsSupervisor);
            await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
        }),
    ];

    private static IEnumerable<BadRequest> Assignments() =>
    [
        Assign("a callsign in small letters", "callsign", r => r.Callsign = "as1"),
        Assign("a callsign of nine", "callsign", r => r.Callsign = "AS1234567"),
        Assign("authority of nobody", "authority.operator", r => r.Authority = Word("", "duty-officer", "go")),
        Assign("authority of a despatcher", "authority.role", r => r.Authority = Word("a", "despatcher", "go")),
        Assign("authority without words", "authority.words", r => r.Authority = Word("a", "duty-officer", "")),
    ];

    private static IEnumerable<BadRequest> Units() =>
    [
        BookOn("no callsign", "callsign", r => r.Callsign = ""),
        BookOn("a kind unknown", "kind", r => r.Kind = (V1.UnitKind)99),
        BookOn("no kind, not of the roster", "kind", r => r.Kind = V1.UnitKind.Unspecified),
        BookOn("no pod, not of the roster", "pod", r => r.Pod = ""),
        BookOn("no base, not of the roster", "base", r => r.Base = null),
        BookOn("a base in the Atlantic", "base", r => r.Base = new V1.Point { Longitude = -30, Latitude = 51 }),
        BookOn("no crew", "crew", r => r.Crew.Clear()),
        BookOn("an officer without number", "crew[0].number", r => r.Crew[0].Number = ""),
        BookOn("a ward without name", "ward.name", r => r.Ward = new V1.Ward { Centre = r.Base, RadiusMetres = 500 }),
        BookOn("a ward without centre", "ward.centre", r => r.Ward = new V1.Ward { Name = "Angell", RadiusMetres = 500 }),
        Status("no status", "status", r => r.ClearStatus()),
        Status("status 10", "status", r => r.Status = 10),
        Status("status -1", "status", r => r.Status = -1),
    ];

    private static IEnumerable<BadRequest> Fixes() =>
    [
        Status("a fix without point", "fix.point", r => r.Fix.Point = null),
        Status("a fix without time", "fix.at", r => r.Fix.At = null),
        Status("a fix in the future", "fix.at", r => r.Fix.At = Now(TimeSpan.FromMinutes(1))),
        Status("a fix of no time", "fix.at", r => r.Fix.At = new Timestamp { Nanos = int.MaxValue }),
        Status("a fix off Earth", "fix.point.latitude", r => r.Fix.Point.Latitude = -90.1),
        Status("a fix swapped", "fix.point", r => r.Fix.Point = new V1.Point { Longitude = 51.5, Latitude = -0.1 }),
        Status("a fix of negative accuracy", "fix.accuracy_metres", r => r.Fix.AccuracyMetres = -1),
    ];

    private static IEnumerable<BadRequest> Pods() =>
    [
        Of("no pod", "code", g => g.Pods.GetAsync(new V1.GetPodRequest(), GatewayFixture.AsSupervisor)),
        Of("an unknown pod", "code", g => g.Pods.GetAsync(new V1.GetPodRequest { Code = "XX" }, GatewayFixture.AsSupervisor)),
        Of("a watch of an unknown pod", "pods[1]", async g =>
        {
            using var watch = g.Pods.WatchBoard(new V1.WatchBoardRequest { Pods = { "AS", "XX" } }, GatewayFixture.AsSupervisor);
            await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
        }),
    ];

    private static BadRequest Entry(string name, string field, Action<V1.AddEntryRequest> spoil)
    {
        var request = new V1.AddEntryRequest { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Words = "he has left" };
        spoil(request);
        return Of(name, field, g => g.Incidents.AddEntryAsync(request, GatewayFixture.AsSupervisor));
    }

    private static BadRequest Record(string name, string field, Action<V1.RecordContactRequest> spoil)
    {
        var request = new V1.RecordContactRequest
        {
            Command = GatewayFixture.Command(),
            Channel = V1.Channel._999,
            Words = "help",
            NetworkLocation = new V1.NetworkLocation { Point = new V1.Point { Longitude = -0.1, Latitude = 51.5 }, RadiusMetres = 500 },
        };
        spoil(request);
        return Of(name, field, g => g.Contacts.RecordAsync(request, GatewayFixture.AsSupervisor));
    }

    private static BadRequest Transfer(string name, string field, Action<V1.TransferContactRequest> spoil)
    {
        var request = new V1.TransferContactRequest { Command = GatewayFixture.Command(), ContactId = "contact-1", OpeningCode = "01" };
        spoil(request);
        return Of(name, field, g => g.Contacts.TransferAsync(request, GatewayFixture.AsSupervisor));
    }

    private static BadRequest Open(string name, string field, Action<V1.OpenIncidentRequest> spoil)
    {
        var request = new V1.OpenIncidentRequest { Command = GatewayFixture.Command(), OpeningCode = "01", Words = "help" };
        spoil(request);
        return Of(name, field, g => g.Incidents.OpenAsync(request, GatewayFixture.AsSupervisor));
    }

    private static BadRequest Located(string name, string field, double longitude, double latitude) =>
        Open(name, field, r => r.Location = new V1.Location { Point = new V1.Point { Longitude = longitude, Latitude = latitude } });

    private static BadRequest Assign(string name, string field, Action<V1.AssignRequest> spoil)
    {
        var request = new V1.AssignRequest { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Callsign = "AS1" };
        spoil(request);
        return Of(name, field, g => g.Incidents.AssignAsync(request, GatewayFixture.AsSupervisor));
    }

    private static BadRequest BookOn(string name, string field, Action<V1.BookOnRequest> spoil)
    {
        var request = new V1.BookOnRequest
        {
            Command = GatewayFixture.Command(),
            Callsign = "ZZ99",
            Kind = V1.UnitKind.ResponseCar,
            Pod = "AS",
            Base = new V1.Point { Longitude = -0.1, Latitude = 51.5 },
            Crew = { new V1.CrewMember { Number = "1234" } },
        };
        spoil(request);
        return Of(name, field, g => g.Units.BookOnAsync(request, GatewayFixture.AsSupervisor));
    }

    private static BadRequest Status(string name, string field, Action<V1.SetStatusRequest> spoil)
    {
        var request = new V1.SetStatusRequest
        {
            Command = GatewayFixture.Command(),
            Callsign = "AS1",
            Status = 2,
            Fix = new V1.Fix
            {
                Point = new V1.Point { Longitude = -0.1, Latitude = 51.5 },
                At = Now(TimeSpan.Zero),
            },
        };
        spoil(request);
        return Of(name, field, g => g.Units.SetStatusAsync(request, GatewayFixture.AsSupervisor));
    }

    private static V1.Authority Word(string name, string role, string words) => new() { Operator = name, Role = role, Words = words };

    public static Timestamp Now(TimeSpan plus) => Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() + plus);

    public static BadRequest Of<TResponse>(string name, string field, Func<GatewayFixture, AsyncUnaryCall<TResponse>> send) =>
        new(name, field, async g => await send(g));

    public static BadRequest Of(string name, string field, Func<GatewayFixture, Task> send) => new(name, field, send);
}
