using System.Collections.Frozen;
using Despatch.Board;
using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Pods;
using Despatch.Domain.Procedures;
using Despatch.EventLog;
using Despatch.Geography;
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

    private static readonly Rung Despatcher = new("despatcher", Role.Despatcher, NeighbouringPods: false);
    private static readonly Rung DutyOfficer = new("duty-officer", Role.DutyOfficer, NeighbouringPods: false);

    /// <summary>A search for a unit to an I is told of after 2 minutes, then each 15; an incident without a grade likewise after 5.</summary>
    public static EscalationPolicy Policy { get; } = new(
        [Despatcher, DutyOfficer],
        new Dictionary<(Grade? Grade, EscalationClock Clock), ClockRule>
        {
            [(Grade.Immediate, EscalationClock.NoUnit)] =
                new([new(TimeSpan.FromMinutes(2), Despatcher)], new(TimeSpan.FromMinutes(15), DutyOfficer)),
            [(null, EscalationClock.RingBack)] =
                new([new(TimeSpan.FromMinutes(2), Despatcher)], new(TimeSpan.FromMinutes(15), DutyOfficer)),
            [(null, EscalationClock.Scheme)] =
                new([new(TimeSpan.FromMinutes(1), Despatcher)], new(TimeSpan.FromDays(1), DutyOfficer)),
            [(null, EscalationClock.Grading)] =
                new([new(TimeSpan.FromMinutes(5), Despatcher)], new(TimeSpan.FromMinutes(15), DutyOfficer)),
        }.ToFrozenDictionary());

    /// <summary>A death asks for vital signs and an ambulance.</summary>
    public static ProcedureBook Procedures { get; } = new(
        [
            Procedure.None with
            {
                Code = "36",
                Questions = [new("vital-signs", Role.CallHandler, "Is she breathing?", false, [])],
                Requests = [new("ambulance", "attend", [])],
            },
        ],
        [new("ambulance", "Ambulance")],
        []);

    /// <summary>Everything that is alike at all is a candidate.</summary>
    public static LinkPolicy Linking { get; } = new(
        NearMetres: 150, NearWithin: TimeSpan.FromMinutes(30), SamePlaceMetres: 300, Offered: 5, Least: 0.5, LookedUp: 20, Compared: 20,
        SharedFrom: 3, RareUpTo: 3, NeighbourhoodMetres: 1_500, Weights: Enum.GetValues<LinkEvidence>().ToFrozenDictionary(static e => e, static _ => 0.6));

    /// <summary>Pursuits are the centre's.</summary>
    public static CommandPolicy Command { get; } = new(
        new Dictionary<string, CentralPart>(StringComparer.Ordinal) { ["56"] = CentralPart.Commands }.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>Registers what the host would: the grains, and what they are made of.</summary>
    public static ISiloBuilder AddTestForce(
        this ISiloBuilder silo, string name, IEventLog log, Force? force = null, EscalationPolicy? policy = null)
    {
        silo.Configure<SiloOptions>(o => o.SiloName = name);
        silo.AddDespatchGrains();
        silo.Services.AddSingleton(log);
        silo.Services.AddSingleton(new EventCodec(EventNames.Catalogue));
        silo.Services.AddSingleton(force ?? Force);
        silo.Services.AddSingleton(Linking);
        silo.Services.AddSingleton(Command);
        silo.Services.AddSingleton(Procedures);
        silo.Services.AddSingleton(new RunningPolicy(policy ?? Policy));
        silo.Services.AddSingleton<ITravelTime>(new RiverTravel());
        silo.Services.AddSingleton<Recommender>();
        silo.Services.AddSingleton(new BoardOptions());
        silo.Services.AddSingleton<Board.Board>();
        return silo;
    }
}
