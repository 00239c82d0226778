using Despatch.Scenarios.Running;
using Google.Protobuf.WellKnownTypes;

namespace Despatch.Scenarios.Steps;

/// <summary>What is known of people, addresses and phones, and what is made of it.</summary>
internal static class RiskSteps
{
    public static Verb[] All { get; } =
    [
        new("marks phone {number:phone} as {kind:word}[ until {until:time}]: {marker} {words:text}", static d =>
            AddAsync(d, new V1.MarkerSubject { Phone = d["number"] })),
        new("marks person {name:text} as {kind:word}[ until {until:time}]: {marker} {words:text}", static d =>
            AddAsync(d, new V1.MarkerSubject { Person = d["name"] })),
        new("marks address {place} as {kind:word}[ until {until:time}]: {marker} {words:text}", static d =>
            AddAsync(d, new V1.MarkerSubject { Address = d.Place("place") })),
        new("speaks to the person of {marker}: {words:text}", static async d =>
            await Markers(d).ContactMadeAsync(new() { Command = d.Command, MarkerId = d.Id("marker"), Words = d["words"] }, d.As)),
        new("extends {marker} until {until:time} because {reason:text}", static async d =>
            await Markers(d).ExtendAsync(new() { Command = d.Command, MarkerId = d.Id("marker"), Until = d.Stamp("until"), Reason = d["reason"] }, d.As)),
        new("checks {kind:word} for {cad}: {result:text}", static d => CheckAsync(d, null)),
        new("checks {kind:word} of phone {number:phone} for {cad}: {result:text}", static d => CheckAsync(d, new() { Phone = d["number"] })),
        new("checks {kind:word} of person {name:text} for {cad}: {result:text}", static d => CheckAsync(d, new() { Person = d["name"] })),
        new("checks {kind:word} of address {place} for {cad}: {result:text}", static d => CheckAsync(d, new() { Address = d.Place("place") })),
        new("has seen the grade of {cad}: {words:text}", static async d =>
            await d.World.Incidents.ReviewGradingAsync(new() { Command = d.Command, Cad = d.Id("cad"), Words = d["words"] }, d.As)),
    ];

    private static V1.Markers.MarkersClient Markers(Doing d) => new(d.World.Channel);

    private static async Task AddAsync(Doing d, V1.MarkerSubject subject)
    {
        var request = new V1.AddMarkerRequest
        {
            Command = d.Command, Kind = d["kind"], Subject = subject, Words = d["words"], Source = d.Step.Who, Until = d.Has("until") ? d.Stamp("until") : null,
        };
        d.World.Name(d["marker"], (await Markers(d).AddAsync(request, d.As)).MarkerId);
    }

    private static async Task CheckAsync(Doing d, V1.MarkerSubject? subject) =>
        await d.World.Incidents.RecordCheckAsync(
            new() { Command = d.Command, Cad = d.Id("cad"), Kind = d["kind"], Subject = subject, Result = d["result"] }, d.As);
}
