using Despatch.Domain;
using Despatch.Exercise.Calls;
using Despatch.Exercise.Clients;
using Despatch.V1;

namespace Despatch.Exercise.People;

/// <summary>How a caller and a call handler get from the ringing phone to an incident that despatch can work on.</summary>
internal sealed class CallHandling(Stage stage)
{
    private static readonly TimeSpan WriteDown = TimeSpan.FromSeconds(20);

    /// <summary>Takes one call; when an incident comes of it, sees it through.</summary>
    public async Task TakeAsync(DrawnCall call)
    {
        var opened = await stage.Handlers.WorkAsync(handler => HandleAsync(call, handler));
        if (opened is not null)
        {
            await stage.Despatching.SeeThroughAsync(opened);
        }
    }

    private async Task<Case?> HandleAsync(DrawnCall call, Person handler)
    {
        var about = call.Course == CallCourse.AboutOpenIncident ? stage.Open.Pick(call.Pick) : null;
        await stage.Clock.DelayAsync(WriteDown);
        var recorded = await RecordAsync(call, about?.Call, handler);
        if (!recorded.Succeeded(out var contact))
        {
            return null;
        }

        stage.Counts.Contact();
        await stage.Clock.DelayAsync(call.Talk / 2);
        if (call.Pick % 5 == 0 && !call.Silent && !call.Abandoned)
        {
            await AppendAsync(contact.ContactId, handler);
        }

        if (call.Silent || call.Abandoned)
        {
            await RingBackAsync(contact.ContactId, handler);
        }

        if (about is not null && await TransferAsync(contact.ContactId, about.Cad, null, handler) is not null)
        {
            // Another call is news: the assessment of before does not know it.
            await AssessAsync(about, handler);
            return null;
        }

        if (call.Course != CallCourse.Incident)
        {
            await CloseAsync(call, contact, handler);
            return null;
        }

        var cad = await TransferAsync(contact.ContactId, "", call, handler);
        return cad is null ? null : await QuestionAsync(new Case(cad, call), handler);
    }

    // An I is graded as it is passed on; for the rest the call handler asks first and grades by the answers.
    private async Task<Case?> QuestionAsync(Case opened, Person handler)
    {
        stage.Counts.Incident();
        stage.Open.Add(opened);
        var call = opened.Call;
        await stage.Clock.DelayAsync(call.Talk / 4);
        await AssessAsync(opened, handler);
        await stage.Procedures.FirstAsync(opened.Cad, handler, stage.Clock.Cancel);
        if (call.Grade == V1.Grade.Immediate)
        {
            await CheckAsync(opened, handler);
        }

        if (call.Grade != V1.Grade.Immediate)
        {
            await stage.Client.SendAsync(
                "Grade", handler,
                (g, c, o) => g.Incidents.GradeAsync(new GradeRequest { Command = c, Cad = opened.Cad, Grade = call.Grade }, o),
                stage.Clock.Cancel);
        }

        if (!call.SaysWhere)
        {
            await stage.Clock.DelayAsync(call.Talk / 4);
            await stage.Client.SendAsync(
                "Locate", handler,
                (g, c, o) => g.Incidents.LocateAsync(new LocateRequest { Command = c, Cad = opened.Cad, Location = LocationOf(call) }, o),
                stage.Clock.Cancel);
        }

        if (call.Grade != V1.Grade.Referred)
        {
            return opened;
        }

        await stage.Clock.DelayAsync(call.Talk);
        await stage.Despatching.ResultAndCloseAsync(opened, "191", "Advice given by phone, reference number passed.", handler);
        return null;
    }

    private Task<Answer<CommandReply>> AssessAsync(Case about, Person handler)
    {
        var request = new AssessRequest { Cad = about.Cad, Assessment = AssessmentOf(about.Call) };
        if (about.Call.Grade == V1.Grade.Immediate)
        {
            request.Flags.Add("threat-to-life");
        }

        return stage.Client.SendAsync(
            "Assess", handler,
            (g, c, o) =>
            {
                request.Command = c;
                return g.Incidents.AssessAsync(request, o);
            },
            stage.Clock.Cancel);
    }

    private Task<Answer<CommandReply>> CheckAsync(Case about, Person handler) => stage.Client.SendAsync(
        "RecordCheck", handler,
        (g, c, o) => g.Incidents.RecordCheckAsync(
            new RecordCheckRequest { Command = c, Cad = about.Cad, Kind = "earlier-calls", Result = "Nothing that matters here." }, o),
        stage.Clock.Cancel);

    private Task<Answer<RecordContactResponse>> RecordAsync(DrawnCall call, DrawnCall? about, Person handler)
    {
        var request = new RecordContactRequest
        {
            Channel = call.Channel,
            CallerNumber = about?.CallerNumber ?? call.CallerNumber,
            Silent = call.Silent,
            Abandoned = call.Abandoned,
            Words = about is null ? call.Words : $"They are still here and nobody has come. {about.Words}",
        };
        if (call.Channel == Channel._999 && about is null)
        {
            request.NetworkLocation = new NetworkLocation { Point = Wire(call.Where), RadiusMetres = 150 + (call.Pick % 1850) };
        }

        if (about is not null || call.SaysWhere)
        {
            request.Location = LocationOf(about ?? call);
        }

        return stage.Client.SendAsync(
            "Record", handler,
            (g, c, o) =>
            {
                request.Command = c;
                return g.Contacts.RecordAsync(request, o);
            },
            stage.Clock.Cancel);
    }

    private Task<Answer<CommandReply>> AppendAsync(string contact, Person handler) => stage.Client.SendAsync(
        "Append", handler,
        (g, c, o) => g.Contacts.AppendAsync(
            new AppendContactRequest { Command = c, ContactId = contact, Words = "Caller says: please be quick, it is getting worse." }, o),
        stage.Clock.Cancel);

    private Task<Answer<CommandReply>> RingBackAsync(string contact, Person handler) => stage.Client.SendAsync(
        "RingBack", handler,
        (g, c, o) => g.Contacts.RingBackAsync(
            new RingBackRequest { Command = c, ContactId = contact, Answered = true, Words = "Rung back: the caller answers." }, o),
        stage.Clock.Cancel);

    private Task<Answer<CommandReply>> CloseAsync(DrawnCall call, RecordContactResponse contact, Person handler) => stage.Client.SendAsync(
        "Contacts.Close", handler,
        (g, c, o) => g.Contacts.CloseAsync(
            new CloseContactRequest
            {
                Command = c,
                ContactId = contact.ContactId,
                AboutSomethingElse = contact.BelongsTo.Any(static b => !b.Attached) ? "Another matter, by what the caller says." : "",
                Outcome = call.Silent || call.Abandoned ? "Rung back: all in order." : "Advised by phone; caller content.",
            },
            o),
        stage.Clock.Cancel);

    private async Task<string?> TransferAsync(string contact, string toCad, DrawnCall? call, Person handler)
    {
        var answer = await stage.Client.SendAsync(
            "Transfer", handler,
            (g, c, o) => g.Contacts.TransferAsync(
                new TransferContactRequest
                {
                    Command = c,
                    ContactId = contact,
                    ToCad = toCad,
                    OpeningCode = call?.Scenario.OpeningCode ?? "",
                    Grade = call?.Grade == V1.Grade.Immediate ? V1.Grade.Immediate : V1.Grade.Unspecified,
                },
                o),
            stage.Clock.Cancel);
        return answer.Value?.Cad;
    }

    private static Assessment AssessmentOf(DrawnCall call) => new()
    {
        Threat = call.Scenario.Threat,
        Harm = call.Grade == V1.Grade.Immediate ? "serious harm is likely now" : "no serious harm expected",
        Risk = call.Pick % 3 == 0 ? "will go on, by the caller's account" : "not known whether it will go on",
        Investigation = "caller is a witness; cameras are near",
        Vulnerability = call.Scenario.Vulnerability,
        Engagement = "caller wants to see police",
    };

    private static Location LocationOf(DrawnCall call) => new() { Point = Wire(call.Where), Address = call.Street };

    private static V1.Point Wire(Domain.Point point) => new() { Longitude = point.Longitude, Latitude = point.Latitude };
}
