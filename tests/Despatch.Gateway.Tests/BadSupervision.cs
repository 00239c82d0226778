using Google.Protobuf.WellKnownTypes;

namespace Despatch.Gateway.Tests;

/// <summary>Bad requests about escalations, the duty officer's list and changes of shift.</summary>
internal static class BadSupervision
{
    private const string Cad = "1/21NOV26";

    public static IReadOnlyList<BadRequest> All { get; } =
    [
        BadRequests.Of("an acknowledgement without words", "words", g => g.Incidents.AcknowledgeEscalationAsync(
            new V1.AcknowledgeEscalationRequest { Command = GatewayFixture.Command(), Cad = Cad }, GatewayFixture.AsSupervisor)),
        Appointment("an appointment at no time", "time", r => r.Time = null),
        Appointment("an appointment in the past", "time", r => r.Time = BadRequests.Now(TimeSpan.FromMinutes(-1))),
        Appointment("an appointment in two years", "time", r => r.Time = BadRequests.Now(TimeSpan.FromDays(730))),
        Appointment("an appointment of no form", "time", r => r.Time = new Timestamp { Nanos = -1 }),
        Appointment("an appointment without words", "words", r => r.Words = " "),
        BadRequests.Of("a tag without words", "words", g => g.Incidents.TagAsync(
            new V1.TagRequest { Command = GatewayFixture.Command(), Cad = Cad }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a tag taken off without words", "words", g => g.Incidents.UntagAsync(
            new V1.UntagRequest { Command = GatewayFixture.Command(), Cad = Cad }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a handover of no CAD", "cad", g => g.Incidents.AcceptHandoverAsync(
            new V1.AcceptHandoverRequest { Command = GatewayFixture.Command() }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a handover accepted with 4,001", "words", g => g.Incidents.AcceptHandoverAsync(
            new V1.AcceptHandoverRequest { Command = GatewayFixture.Command(), Cad = Cad, Words = new string('w', 4_001) },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("queues of an unknown pod", "pods[0]", g => g.Pods.QueuesAsync(
            new V1.QueuesRequest { Pods = { "XX" } }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a handover of an unknown pod", "pods[1]", g => g.Pods.HandoverAsync(
            new V1.HandoverRequest { Pods = { "AS", "XX" }, ShiftBegan = BadRequests.Now(TimeSpan.Zero) }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a shift without a beginning", "shift_began", g => g.Pods.HandoverAsync(
            new V1.HandoverRequest(), GatewayFixture.AsSupervisor)),
        BadRequests.Of("a shift that begins tomorrow", "shift_began", g => g.Pods.HandoverAsync(
            new V1.HandoverRequest { ShiftBegan = BadRequests.Now(TimeSpan.FromDays(1)) }, GatewayFixture.AsSupervisor)),
    ];

    private static BadRequest Appointment(string name, string field, Action<V1.AgreeAppointmentRequest> spoil)
    {
        var request = new V1.AgreeAppointmentRequest
        {
            Command = GatewayFixture.Command(), Cad = Cad, Time = BadRequests.Now(TimeSpan.FromHours(1)), Words = "after work",
        };
        spoil(request);
        return BadRequests.Of(name, field, g => g.Incidents.AgreeAppointmentAsync(request, GatewayFixture.AsSupervisor));
    }
}
