using Grpc.Core;
using Grpc.Net.Client;

namespace Despatch.Host.Tests.Hosting;

/// <summary>A client of one site's gateway.</summary>
public sealed class Gateway(Uri address) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address);

    /// <summary>As whom a call is made, and for how long at most.</summary>
    public static CallOptions CallHandler => As("CALL1", "call-handler");

    public static CallOptions Despatcher => As("DES1", "despatcher");

    public static CallOptions Supervisor => As("SUP1", "supervisor");

    public static CallOptions Crew => As("MDT1", "crew");

    public Uri Address => address;

    public V1.Contacts.ContactsClient Contacts => new(_channel);

    public V1.Incidents.IncidentsClient Incidents => new(_channel);

    public V1.Units.UnitsClient Units => new(_channel);

    public V1.Mdt.MdtClient Mdt => new(_channel);

    public V1.Pods.PodsClient Pods => new(_channel);

    public V1.Cluster.ClusterClient Cluster => new(_channel);

    public static CallOptions As(string name, string role) => new(
        new Metadata { { "x-operator", name }, { "x-role", role } }, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>A command with an id of its own.</summary>
    public static V1.Command Command() => new() { CommandId = Guid.NewGuid().ToString("N") };

    /// <summary>The last position of the log.</summary>
    public async Task<long> PositionAsync() => (await Cluster.GetStatusAsync(new V1.GetStatusRequest(), Supervisor)).LogPosition;

    /// <summary>Returns when this site's board has reached a position.</summary>
    public async Task SeesAsync(long position)
    {
        using var watch = Pods.WatchBoard(new V1.WatchBoardRequest { WithoutFixes = true }, Supervisor);
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        }
        while (watch.ResponseStream.Current.Position < position);
    }

    /// <summary>Books a unit of the roster on and makes it available; the position after that.</summary>
    public async Task<long> BookOnAsync(string callsign)
    {
        var bookOn = new V1.BookOnRequest { Command = Command(), Callsign = callsign, Crew = { new V1.CrewMember { Number = "1234" } } };
        await Units.BookOnAsync(bookOn, Crew);
        var status = new V1.SetStatusRequest { Command = Command(), Callsign = callsign, Status = 2 };
        return (await Units.SetStatusAsync(status, Crew)).Position;
    }

    /// <summary>Opens an incident that nobody can locate yet, graded I.</summary>
    public async Task<string> OpenAsync(string pod, string words = "help")
    {
        var open = new V1.OpenIncidentRequest
        {
            Command = Command(), OpeningCode = "01", Words = words, Pod = pod, Grade = V1.Grade.Immediate,
        };
        return (await Incidents.OpenAsync(open, CallHandler)).Cad;
    }

    public async Task<long> AssignAsync(string cad, string callsign) =>
        (await Incidents.AssignAsync(new V1.AssignRequest { Command = Command(), Cad = cad, Callsign = callsign }, Despatcher)).Position;

    public async Task<long> AddEntryAsync(string cad, string words) =>
        (await Incidents.AddEntryAsync(new V1.AddEntryRequest { Command = Command(), Cad = cad, Words = words }, CallHandler)).Position;

    public async Task<V1.Incident> IncidentAsync(string cad) =>
        await Incidents.GetAsync(new V1.GetIncidentRequest { Cad = cad }, Despatcher);

    public async Task<V1.Unit> UnitAsync(string callsign) =>
        await Units.GetAsync(new V1.GetUnitRequest { Callsign = callsign }, Despatcher);

    public async Task<V1.HistoryEntry[]> HistoryAsync(string cad) =>
        [.. (await Incidents.HistoryAsync(new V1.HistoryRequest { Cad = cad }, Despatcher)).Entries];

    /// <summary>Ends an incident at which nobody is.</summary>
    public async Task CloseAsync(string cad)
    {
        await Incidents.ResultAsync(new V1.ResultRequest { Command = Command(), Cad = cad, ResultCode = "132" }, Despatcher);
        await Incidents.CloseAsync(new V1.CloseIncidentRequest { Command = Command(), Cad = cad }, Despatcher);
    }

    public void Dispose() => _channel.Dispose();
}
