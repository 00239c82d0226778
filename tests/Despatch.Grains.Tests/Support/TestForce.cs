using Despatch.Board;
using Despatch.Domain.Pods;
using Despatch.EventLog;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Despatch.Grains.Tests.Support;

/// <summary>A small force: a site and a pod for each of London's centres.</summary>
public static class TestForce
{
    public static readonly string[] Silos = ["lambeth-1", "hendon-1", "bow-1"];

    public static readonly string[] Pods = ["AS", "NW", "CN"];

    public static Force Force { get; } = new(
        "Test",
        [new Site("lambeth", "Lambeth"), new Site("hendon", "Hendon"), new Site("bow", "Bow")],
        [new Pod("AS", "lambeth", ["Lambeth"]), new Pod("NW", "hendon", ["Brent"]), new Pod("CN", "bow", ["Camden"])],
        "AS",
        [new IncidentCode("01", "Violence")],
        [new IncidentCode("90", "No offence")],
        []);

    /// <summary>Registers what the host would: the grains, and what they are made of.</summary>
    public static ISiloBuilder AddTestForce(this ISiloBuilder silo, string name, IEventLog log)
    {
        silo.Configure<SiloOptions>(o => o.SiloName = name);
        silo.AddDespatchGrains();
        silo.Services.AddSingleton(log);
        silo.Services.AddSingleton(new EventCodec(EventNames.Catalogue));
        silo.Services.AddSingleton(Force);
        silo.Services.AddSingleton(new BoardOptions());
        silo.Services.AddSingleton<Board.Board>();
        return silo;
    }
}
