using System.Net;
using Despatch.Board;
using Despatch.Domain.Pods;
using Despatch.EventLog;
using Despatch.Gateway;
using Despatch.Gateway.Services;
using Despatch.Geography;
using Despatch.Grains;
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

    /// <summary>Builds the silo of a site; the caller starts and stops it.</summary>
    /// <param name="site">Whose.</param>
    /// <param name="gateway">Where its gateway listens.</param>
    /// <param name="silo">Its own address among silos.</param>
    /// <param name="primary">The address of the first silo, which the others join.</param>
    /// <param name="shared">What the silos of this process share.</param>
    /// <param name="options">How to serve.</param>
    public static WebApplication Build(
        Site site, IPEndPoint gateway, IPEndPoint silo, IPEndPoint primary, SharedParts shared, ServeOptions options)
    {
        // Empty: the usual one reads appsettings.json and watches its folder for changes, where our log's file changes all the time.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = options.Environment });
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(options.LogLevel);

        // It warns that HTTP/2 needs TLS on a port that speaks both; OnePort is why it does not.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);

        // A start that fails is told by who started the host, in a sentence; the host's own log would add its stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(gateway, listen => listen.ServeBoth());
            kestrel.AllowAlternateSchemes = true;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        });

        AddShared(builder.Services, shared);
        builder.Services.AddHostedService<BoardService>();
        builder.UseOrleans(orleans =>
        {
            orleans.UseLocalhostClustering(silo.Port, silo.Port + 1000, primary, "despatch", "despatch");
            orleans.Configure<SiloOptions>(o => o.SiloName = $"{site.Key}-1");
            orleans.Configure<GrainCollectionOptions>(o => o.CollectionAge = IdleGrain);
            orleans.AddDespatchGrains();
        });

        // After the silo: on stopping, what needs grains stops first.
        builder.Services.AddHostedService(services => services.GetRequiredService<FixExchange>());
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
        services.AddSingleton(shared.Clock);
        services.AddSingleton<ITravelTime>(new RiverTravel());
        services.AddSingleton(new BoardOptions());
        services.AddSingleton<Board.Board>();
        services.AddSingleton<Recommender>();
    }
}

/// <summary>What the silos of one process share; each has its own board and its own gateway.</summary>
internal sealed record SharedParts(IEventLog Log, EventCodec Codec, ForcePack Pack, TimeProvider Clock);
