namespace Despatch.Gateway.Tests;

/// <summary>Bad requests about risk and markers.</summary>
internal static class BadRisk
{
    private const string Cad = "1/21NOV26";

    private static V1.MarkerSubject JoDoe => new() { Person = "Jo Doe" };

    public static IReadOnlyList<BadRequest> All { get; } =
    [
        Flags("a flag that the force does not have", "flags[1]", "rail-risk", "alien"),
        Flags("a flag twice", "flags[1]", "rail-risk", "rail-risk"),
        BadRequests.Of("a review without words", "words", g => g.Incidents.ReviewGradingAsync(
            new V1.ReviewGradingRequest { Command = GatewayFixture.Command(), Cad = Cad }, GatewayFixture.AsSupervisor)),
        Check("a check of no kind", "kind", r => r.Kind = ""),
        Check("a check without a result", "result", r => r.Result = " "),
        Check("a check on a number of no form", "subject.phone", r => r.Subject = new() { Phone = "0770" }),
        BadRequests.Of("a briefing of no callsign", "callsign", g => g.Incidents.AcknowledgeBriefingAsync(
            new V1.AcknowledgeBriefingRequest { Command = GatewayFixture.Command(), Cad = Cad, Briefing = 1 }, GatewayFixture.AsSupervisor)),
        Marker("a marker of a kind that the force does not have", "kind", r => r.Kind = "alien"),
        Marker("a marker about nobody", "subject", r => r.Subject = null),
        Marker("a marker about an empty name", "subject.person", r => r.Subject = new() { Person = "" }),
        Marker("a marker about an empty number", "subject.phone", r => r.Subject = new() { Phone = "" }),
        Marker("a marker about an address without words", "subject.address.address", r => r.Subject = new() { Address = new() }),
        Marker("a marker about an address on the moon", "subject.address.point.latitude", r => r.Subject = new()
        {
            Address = new() { Address = "1 Rose Lane", Point = new() { Latitude = 400 } },
        }),
        Marker("a marker without words", "words", r => r.Words = ""),
        Marker("a marker without a source", "source", r => r.Source = ""),
        Marker("a marker of an unknown pod", "pod", r => r.Pod = "XX"),
        Marker("a marker that begins at no time", "from", r => r.From = new() { Nanos = -1 }),
        BadRequests.Of("an extension to no time", "until", g => g.Markers.ExtendAsync(
            new V1.ExtendMarkerRequest { Command = GatewayFixture.Command(), MarkerId = "marker-1", Reason = "r" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a withdrawal of no marker", "marker_id", g => g.Markers.WithdrawAsync(
            new V1.WithdrawMarkerRequest { Command = GatewayFixture.Command(), MarkerId = "contact-1", Reason = "r" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a contact about a marker without words", "words", g => g.Markers.ContactMadeAsync(
            new V1.ContactMadeRequest { Command = GatewayFixture.Command(), MarkerId = "marker-1" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("no marker asked for", "marker_id", g => g.Markers.GetAsync(
            new V1.GetMarkerRequest { MarkerId = "marker-" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("tasks of an unknown pod", "pods[0]", g => g.Markers.DueAsync(
            new V1.DueMarkersRequest { Pods = { "XX" } }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("markers about nobody", "subject", g => g.Markers.FindAsync(new V1.FindMarkersRequest(), GatewayFixture.AsSupervisor)),
    ];

    private static BadRequest Flags(string name, string field, params string[] flags) => BadRequests.Of(name, field, g => g.Incidents.AssessAsync(
        new V1.AssessRequest
        {
            Command = GatewayFixture.Command(), Cad = Cad, Assessment = new V1.Assessment { Threat = "a threat" }, Flags = { flags },
        },
        GatewayFixture.AsSupervisor));

    private static BadRequest Check(string name, string field, Action<V1.RecordCheckRequest> spoil)
    {
        var request = new V1.RecordCheckRequest
        {
            Command = GatewayFixture.Command(), Cad = Cad, Kind = "pnd", Subject = JoDoe, Result = "nothing known",
        };
        spoil(request);
        return BadRequests.Of(name, field, g => g.Incidents.RecordCheckAsync(request, GatewayFixture.AsSupervisor));
    }

    private static BadRequest Marker(string name, string field, Action<V1.AddMarkerRequest> spoil)
    {
        var request = new V1.AddMarkerRequest
        {
            Command = GatewayFixture.Command(), Kind = "violence", Subject = JoDoe, Words = "bites", Source = "a force",
        };
        spoil(request);
        return BadRequests.Of(name, field, g => g.Markers.AddAsync(request, GatewayFixture.AsSupervisor));
    }
}
