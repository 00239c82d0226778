using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What despatchers, supervisors and duty officers do about what is late.</summary>
internal static class SupervisionSteps
{
    public static Verb[] All { get; } =
    [
        new("acknowledges the escalation of {cad}: {words:text}", static async d =>
            await d.World.Incidents.AcknowledgeEscalationAsync(new() { Command = d.Command, Cad = d.Id("cad"), Words = d["words"] }, d.As)),
        new("agrees {time:time} with the caller of {cad}: {words:text}", static async d =>
            await d.World.Incidents.AgreeAppointmentAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Time = d.Stamp("time"), Words = d["words"] }, d.As)),
        new("tags {cad}: {words:text}", static async d =>
            await d.World.Incidents.TagAsync(new() { Command = d.Command, Cad = d.Id("cad"), Words = d["words"] }, d.As)),
        new("untags {cad}: {words:text}", static async d =>
            await d.World.Incidents.UntagAsync(new() { Command = d.Command, Cad = d.Id("cad"), Words = d["words"] }, d.As)),
        new("takes over {cad}: {words:text}", static async d =>
            await d.World.Incidents.AcceptHandoverAsync(new() { Command = d.Command, Cad = d.Id("cad"), Words = d["words"] }, d.As)),
        new("watches pod {pods:names}", static d =>
        {
            var call = d.World.Pods.WatchBoard(new() { Pods = { d["pods"].Split(", ") }, WithoutFixes = true }, d.As);
            var screen = d.World.Read(call.ResponseStream);
            d.World.Screens.Add(d.Step.Who, screen);
            return screen.UntilAsync(static items => items.Any(), "The board did not begin with a picture");
        }),
    ];
}
