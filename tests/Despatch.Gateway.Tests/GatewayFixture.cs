using System.Net;
using Despatch.Board;
using Despatch.Domain;
using Despatch.EventLog;
using Despatch.EventLog.Sqlite;
using Despatch.Gateway.Tests.Fakes;
using Despatch.Grains;
using Despatch.Pack;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Despatch.Gateway.Tests;

/// <summary>
/// A gateway over the wire, on a real log and a real board, with grains that answer as the test says: what the gateway does itself.
/// </summary>
public class GatewayFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("despatch-gateway-").FullName;
    private readonly CancellationTokenSource _end = new();
    private SqliteEventLog _log = null!;
    private WebApplication _app = null!;
    private Task _following = Task.CompletedTask;

    public FakeGrains Grains { get; } = new();

    public FakeIntake Intake { get; } = new();

    public EventCodec Codec { get; } = new(EventNames.Catalogue);

    public Board.Board Board { get; } = new(TimeProvider.System, new BoardOptions { WatchPace = TimeSpan.Zero });

    public FakeSilo Silo { get; } = new();

    public IEventLog Log => _log;

    public Uri Address { get; private set; } = null!;

    public GrpcChannel Channel { get; private set; } = null!;

    public V1.Contacts.ContactsClient Contacts => new(Channel);

    public V1.Incidents.IncidentsClient Incidents => new(Channel);

    public V1.Records.RecordsClient Records => new(Channel);

    public V1.Units.UnitsClient Units => new(Channel);

    public V1.Pods.PodsClient Pods => new(Channel);

    public V1.Mdt.MdtClient Mdt => new(Channel);

    public V1.Markers.MarkersClient Markers => new(Channel);

    /// <summary>Of the gateway; a derived fixture says otherwise.</summary>
    protected virtual bool AllowDevelopmentIdentity => true;

    /// <summary>The gateway's clock; the board keeps the machine's.</summary>
    protected virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>Whether the board follows the log from the start.</summary>
    protected virtual bool FollowsAtOnce => true;

    /// <summary>Metadata of somebody who may do much.</summary>
    public static Metadata Supervisor => new() { { "x-operator", "SUP1" }, { "x-role", "supervisor" } };

    /// <summary>A call by somebody who may do much.</summary>
    public static CallOptions AsSupervisor => As(Supervisor);

    /// <summary>A new command.</summary>
    public static V1.Command Command() => new() { CommandId = Guid.NewGuid().ToString("N") };

    /// <summary>A call by somebody.</summary>
    public static CallOptions As(Metadata headers) => new(headers, cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync()
    {
        _log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = Path.Combine(_directory, "log.db") }, TimeProvider.System);
        if (FollowsAtOnce)
        {
            Follow();
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(Clock);
        builder.Services.AddSingleton(ForcePack.London);
        builder.Services.AddSingleton(new RunningPolicy(ForcePack.London.Escalation));
        builder.Services.AddSingleton(Log);
        builder.Services.AddSingleton(Codec);
        builder.Services.AddSingleton(Board);
        builder.Services.AddSingleton(new Recommender(new Walking(), new BoardOptions()));
        builder.Services.AddSingleton(Grains.Factory());
        builder.Services.AddSingleton<ICadNumberSource>(new FakeNumbers());
        builder.Services.AddSingleton<IFixIntake>(Intake);
        builder.Services.AddSingleton(Silo.Membership());
        builder.Services.AddSingleton(Silo.Details());
        builder.Services.AddDespatchGateway(o =>
        {
            o.AllowDevelopmentIdentity = AllowDevelopmentIdentity;
            o.BoardHeartbeat = TimeSpan.FromMinutes(1);
        });
        _app = builder.Build();
        _app.MapDespatchGateway();
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.First());
        Channel = GrpcChannel.ForAddress(Address);
    }

    /// <summary>The board begins to follow the log.</summary>
    public void Follow() => _following = Task.Run(() => new BoardFollower(_log, Codec, Board, NullLogger.Instance).RunAsync(_end.Token));

    /// <summary>The board hears from the log no more.</summary>
    public async Task CutOffAsync()
    {
        await _end.CancelAsync();
        await _following;
    }

    /// <summary>The server stops, as on SIGTERM.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await CutOffAsync();
        await _log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes facts as a grain would, and waits until the board has them.</summary>
    public async Task<long> AppendAsync(params (string Stream, DomainEvent[] Facts)[] changes)
    {
        var writes = new List<StreamWrite>();
        foreach (var (stream, facts) in changes)
        {
            var before = await Log.ReadStreamAsync(stream, 0, 1_000, CancellationToken.None);
            writes.Add(new StreamWrite(stream, before.Count, [.. facts.Select(Encode)]));
        }

        var done = (AppendResult.Appended)await Log.AppendAsync(new AppendRequest([.. writes], null), CancellationToken.None);
        await Board.WaitForAsync(done.LastPosition, TestContext.Current.CancellationToken);
        return done.LastPosition;
    }

    /// <summary>Writes the first fact of a stream, to be found under a tag.</summary>
    public async Task AppendTaggedAsync(string stream, DomainEvent fact, string tag)
    {
        var write = new StreamWrite(stream, 0, [Encode(fact) with { Tags = [tag] }]);
        Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(new AppendRequest([write], null), CancellationToken.None));
    }

    private NewEvent Encode(DomainEvent fact)
    {
        var (name, data) = Codec.Encode(fact);
        return new NewEvent(name, data, []);
    }
}

/// <summary>A gateway outside development.</summary>
public sealed class ProductionGateway : GatewayFixture
{
    protected override bool AllowDevelopmentIdentity => false;
}
