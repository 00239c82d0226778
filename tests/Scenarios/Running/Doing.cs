using Despatch.Scenarios.Reading;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Scenarios.Running;

/// <summary>One step as it is done: the world, who does it, and what stands in the gaps of its phrase.</summary>
internal sealed class Doing(World world, ScriptStep step, IReadOnlyDictionary<string, string> gaps)
{
    public World World => world;

    public ScriptStep Step => step;

    /// <summary>Who does it, as the gateway is told.</summary>
    public CallOptions As => world.As(step.Role, step.Who);

    /// <summary>Somebody who may look at everything.</summary>
    public CallOptions AsReader => world.As("supervisor", "Reader");

    /// <summary>A command of this step's own.</summary>
    public V1.Command Command => new() { CommandId = CommandId };

    public string CommandId => $"line-{step.Line}";

    /// <summary>The moment of the step (UTC).</summary>
    public DateTimeOffset Moment => world.Start + step.At;

    /// <summary>What stands in a gap.</summary>
    public string this[string gap] => gaps[gap];

    /// <summary>What stands in a gap that may be missing; else empty.</summary>
    public string Any(string gap) => gaps.GetValueOrDefault(gap, "");

    /// <summary>Whether the gap is there in how this step is put.</summary>
    public bool Has(string gap) => gaps.ContainsKey(gap);

    public int Number(string gap) => int.Parse(gaps[gap], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The CAD, contact or the like that a gap names.</summary>
    public string Id(string gap) => world.Of(gaps[gap]);

    /// <summary>The place that a gap names.</summary>
    public V1.Location Place(string gap) => world.Place(gaps[gap]);

    /// <summary>The moment (UTC) of a time after the script's start.</summary>
    public DateTimeOffset Time(string gap) => world.Start + Clock.Read(gaps[gap]);

    public Timestamp Stamp(string gap) => Timestamp.FromDateTimeOffset(Time(gap));

    public V1.Grade Grade(string gap) => gaps[gap] switch
    {
        "I" => V1.Grade.Immediate,
        "S" => V1.Grade.Significant,
        "E" => V1.Grade.Extended,
        "R" => V1.Grade.Referred,
        _ => throw new ArgumentException($"{gaps[gap]} is no grade.", nameof(gap)),
    };

    public Terminal Terminal(string callsign) =>
        world.Terminals.GetValueOrDefault(callsign) ?? throw new ArgumentException($"{callsign} has not booked on.", nameof(callsign));

    /// <summary>An incident's history, in words and as stored.</summary>
    public async Task<IReadOnlyList<V1.HistoryEntry>> HistoryAsync(string gap) =>
        (await world.Incidents.HistoryAsync(new V1.HistoryRequest { Cad = Id(gap) }, AsReader)).Entries;

    /// <summary>An incident as it stands.</summary>
    public async Task<V1.Incident> IncidentAsync(string gap) =>
        await world.Incidents.GetAsync(new V1.GetIncidentRequest { Cad = Id(gap) }, AsReader);
}
