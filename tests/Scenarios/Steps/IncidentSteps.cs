using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What call handlers and despatchers do with incidents.</summary>
internal static class IncidentSteps
{
    public static Verb[] All { get; } =
    [
        new("opens {cad} as {code:word}[, grade {grade:grade}][ at {place}]: {words:text}", OpenAsync),
        new("writes on {cad}: {words:text}", static async d =>
            await d.World.Incidents.AddEntryAsync(new() { Command = d.Command, Cad = d.Id("cad"), Words = d["words"] }, d.As)),
        new(
            "assesses {cad}: threat {threat:text} harm {harm:text} risk {risk:text} investigation {investigation:text} "
            + "vulnerability {vulnerability:text} engagement {engagement:text}[ flags {flags:names}]",
            AssessAsync),
        new("grades {cad} {grade:grade}[ because {reason:text}]", static async d =>
            await d.World.Incidents.GradeAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Grade = d.Grade("grade"), Reason = d.Any("reason") }, d.As)),
        new("locates {cad} at {place}", static async d =>
            await d.World.Incidents.LocateAsync(new() { Command = d.Command, Cad = d.Id("cad"), Location = d.Place("place") }, d.As)),
        new("sends {unit} to {cad}[, diverted because {reason:text}]", static async d =>
            await d.World.Incidents.AssignAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Callsign = d["unit"], DivertReason = d.Any("reason") }, d.As)),
        new("stands {unit} down from {cad} because {reason:text}", static async d =>
            await d.World.Incidents.StandDownAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Callsign = d["unit"], Reason = d["reason"] }, d.As)),
        new("results {cad} as {code:word}: {words:text}", static async d =>
            await d.World.Incidents.ResultAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), ResultCode = d["code"], Words = d["words"] }, d.As)),
        new("closes {cad}: {words:text}", static async d =>
            await d.World.Incidents.CloseAsync(new() { Command = d.Command, Cad = d.Id("cad"), Words = d["words"] }, d.As)),
        new("closes {cad}: {words:text}, telling the caller: {told:text}", static async d =>
            await d.World.Incidents.CloseAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Words = d["words"], OutcomeTold = d["told"] }, d.As)),
        new("reopens {cad} because {reason:text}", static async d =>
            await d.World.Incidents.ReopenAsync(new() { Command = d.Command, Cad = d.Id("cad"), Reason = d["reason"] }, d.As)),
    ];

    private static async Task OpenAsync(Doing d)
    {
        var request = new V1.OpenIncidentRequest
        {
            Command = d.Command, OpeningCode = d["code"], Words = d["words"], Location = d.Has("place") ? d.Place("place") : null,
        };
        if (d.Has("grade"))
        {
            request.Grade = d.Grade("grade");
        }

        d.World.Name(d["cad"], (await d.World.Incidents.OpenAsync(request, d.As)).Cad);
    }

    private static async Task AssessAsync(Doing d)
    {
        var assessment = new V1.Assessment
        {
            Threat = d["threat"], Harm = d["harm"], Risk = d["risk"], Investigation = d["investigation"],
            Vulnerability = d["vulnerability"], Engagement = d["engagement"],
        };
        var request = new V1.AssessRequest { Command = d.Command, Cad = d.Id("cad"), Assessment = assessment };
        request.Flags.AddRange(d.Any("flags").Split(", ", StringSplitOptions.RemoveEmptyEntries));
        await d.World.Incidents.AssessAsync(request, d.As);
    }
}
