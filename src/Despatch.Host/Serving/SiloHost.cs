using System.Net;
using Despatch.Board;
using Despatch.EventLog;
using Despatch.Gateway;
using Despatch.Gateway.Services;
using Despatch.Geography;
using Despatch.Grains;
using Despatch.Grains.Placement;
using Despatch.Grains.Silo;
using Despatch.Pack;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Despatch.Host.Serving;

/// <summary>Composes one silo: grains, board and gateway of a site, in one web application.</summary>
internal static class SiloHost
{
    /// <summary>An idle grain is dropped after this; the log brings it back.</summary>
    private static readonly TimeSpan IdleGrain = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a silo may take to drain when it is asked to stop: calls in flight end, grains leave, the others are told. Measured:
    /// half a second. Whoever stops the process (Kubernetes, systemd, compose) must wait longer than <see cref="StopWithin"/>.
    /// </summary>
    public static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(30);

    /// <summary>Draining, and then closing the log: after this a process that was asked to stop ends, done or not.</summary>
    public static readonly TimeSpan StopWithin = DrainWithin + TimeSpan.FromSeconds(10);

    /// <summary>Builds the silo of a site; the caller starts and stops it.</summary>
    public static WebApplication Build(SiloPlan plan, SharedParts shared)
    {
        // Empty: the usual one reads appsettings.json and watches its folder for changes, where our log's file changes all the time.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = plan.Environment });
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(plan.LogLevel);

        // It warns that HTTP/2 needs TLS on a port that speaks both; OnePort is why it does not.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);

        // What health finds is told to whoever asks; a silo that is starting or stopping is no error.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        // It warns at every start that garbage is not collected a heap for each core; the project file says why.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);

        // A start that fails is told by who started the host, in a sentence; the host's own log would add its stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(plan.Gateway, listen => listen.ServeBoth());
            kestrel.AllowAlternateSchemes = true;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        });

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainWithin);
        AddShared(builder.Services, shared);
        builder.Services.AddHostedService<BoardService>();
        builder.UseOrleans(orleans =>
        {
            plan.Join(orleans);
            orleans.Configure<SiloOptions>(o => o.SiloName = plan.Name);
            orleans.Configure<GrainCollectionOptions>(o => o.CollectionAge = IdleGrain);
            orleans.AddDespatchGrains();
        });

        // After the silo: on stopping, what needs grains stops first.
        builder.Services.AddHostedService(services => services.GetRequiredService<FixExchange>());
        builder.Services.AddHostedService(services => services.GetRequiredService<Homecoming>());
        builder.Services.AddHostedService(services => services.GetRequiredService<DeadlineWatch>());
        builder.Services.AddSingleton<IGrainCensus, GrainCensus>();
        builder.Services.AddDespatchGateway(gateway =>
            gateway.AllowDevelopmentIdentity = builder.Environment.IsDevelopment());

        var app = builder.Build();
        app.MapDespatchGateway();
        return app;
    }

    private static void AddShared(IServiceCollection services, SharedParts shared)
    {
        services.AddSingleton(shared.Log);
        services.AddSingleton(shared.Codec);
        services.AddSingleton(shared.Pack);
        services.AddSingleton(shared.Pack.Force);
        services.AddSingleton(shared.Pack.Command);
        services.AddSingleton(shared.Pack.Linking);
        services.AddSingleton(shared.Pack.Procedures);
        services.AddSingleton(shared.Clock);
        services.AddSingleton(shared.Boards);
        services.AddSingleton<ITravelTime>(new RiverTravel());
        services.AddSingleton(new BoardOptions());
        services.AddSingleton<Board.Board>();
        services.AddSingleton<Recommender>();
        services.AddSingleton(shared.Policy);
    }
}

/// <summary>What one silo is.</summary>
/// <param name="Name">The silo's name: its site's key, a hyphen, a number.</param>
/// <param name="Gateway">Where its gateway listens.</param>
/// <param name="Environment">Development or Production.</param>
/// <param name="LogLevel">What is logged to standard error.</param>
/// <param name="Join">How it finds the other silos.</param>
internal sealed record SiloPlan(string Name, IPEndPoint Gateway, string Environment, LogLevel LogLevel, Action<ISiloBuilder> Join);

/// <summary>What the silos of one process share; each has its own board and its own gateway.</summary>
internal sealed record SharedParts(
    IEventLog Log, EventCodec Codec, ForcePack Pack, RunningPolicy Policy, TimeProvider Clock, IBoardStore Boards);
