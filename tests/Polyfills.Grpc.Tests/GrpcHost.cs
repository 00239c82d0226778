using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Polyfills.Grpc.Tests.Protocol;

namespace Polyfills.Grpc.Tests;

/// <summary>A server on two ports of loopback: HTTP/2 for calls and HTTP/1.1 for browsers.</summary>
public sealed class GrpcHost : IAsyncLifetime
{
    private WebApplication? _app;

    public Sightings Sightings { get; } = new();

    public Release Release { get; } = new();

    public HealthStatus Health { get; set; } = HealthStatus.Healthy;

    public Action<GrpcServiceOptions> Configure { get; init; } = _ => { };

    public string Address { get; private set; } = "";

    public string WebAddress { get; private set; } = "";

    public GrpcChannel Channel { get; private set; } = null!;

    public Echo.EchoClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton(Sightings).AddSingleton(Release);
        builder.Services.AddGrpc(Configure);
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks().AddCheck("echo", () => new HealthCheckResult(Health));
        builder.Services.Configure<HealthCheckPublisherOptions>(o => (o.Delay, o.Period) = (TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        _app = builder.Build();
        _app.UseGrpcWeb();
        _app.MapGrpcService<EchoService>().EnableGrpcWeb();
        _app.MapGrpcReflectionService().EnableGrpcWeb();
        _app.MapGrpcHealthChecksService().EnableGrpcWeb();
        _app.MapPost("/broken.Service/Html", () => Results.Content("<p>no</p>", "text/html"));
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        (Address, WebAddress) = (addresses[0], addresses[1]);
        Channel = GrpcChannel.ForAddress(Address);
        Client = new Echo.EchoClient(Channel);
    }

    public async ValueTask DisposeAsync()
    {
        Release.Open();
        Channel.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }
}
