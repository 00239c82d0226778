using Despatch.V1;

namespace Despatch.Exercise.Clients;

/// <summary>How people do what an incident's procedure asks: answer, call, put on record, and close once nothing is open. Thread-safe.</summary>
public sealed class ProcedureWork(CommandClient client)
{
    private const int CloseTries = 4;
    private const string OutOfDate = "assessment-out-of-date";

    private static readonly Person Supervisor = new("supervisor-02", "supervisor");
    private static readonly Person DutyOfficer = new("duty-officer-02", "duty-officer");

    private static readonly Assessment Thrive = new()
    {
        Threat = "none is known", Harm = "none is known", Risk = "none is left", Investigation = "nothing to investigate",
        Vulnerability = "nobody known to be vulnerable", Engagement = "caller was told",
    };

    /// <summary>A call handler answers what the caller can say, and calls the agencies.</summary>
    public async Task FirstAsync(string cad, Person handler, CancellationToken cancel)
    {
        if (await ProcedureAsync(cad, handler, cancel) is { } procedure)
        {
            await AnswerAsync(cad, procedure.Questions.Where(q => string.Equals(q.To, handler.Role, StringComparison.Ordinal)), handler, cancel);
            await CallAsync(cad, procedure, handler, cancel);
        }
    }

    /// <summary>Everything that is asked, by whoever it is asked of.</summary>
    public async Task<Procedure?> SettleAsync(string cad, Person by, CancellationToken cancel)
    {
        var procedure = await ProcedureAsync(cad, by, cancel);
        if (procedure is not null)
        {
            await AnswerAsync(cad, procedure.Questions, by, cancel);
            await CallAsync(cad, procedure, by, cancel);
        }

        return procedure;
    }

    /// <summary>Puts the outcome on record and closes. Words that come in meanwhile may ask for more: then again.</summary>
    /// <returns>Why it is not closed; null when it is, by whomever.</returns>
    public async Task<Refusal?> CloseAsync(string cad, Person by, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            var procedure = await SettleAsync(cad, by, cancel);
            if (procedure?.Blocks.Contains(OutOfDate, StringComparer.Ordinal) == true)
            {
                await AssessAsync(cad, by, cancel);
            }

            foreach (var outcome in procedure?.Outcomes.Where(static o => o.Done.Length == 0) ?? [])
            {
                await RecordAsync(cad, outcome, by, cancel);
            }

            var closed = await client.SendAsync(
                "Close", procedure?.SupervisorCloses == true ? Supervisor : by,
                (g, c, o) => g.Incidents.CloseAsync(
                    new CloseIncidentRequest { Command = c, Cad = cad, Words = "Nothing further.", OutcomeTold = "What came of it." }, o), cancel);
            if (closed.Value is not null || closed.IsRefusedBy("incident-closed"))
            {
                return null;
            }

            if (tries == CloseTries || closed.IsRefusedBy("units-committed"))
            {
                return closed.Refusal;
            }
        }
    }

    // What the assessment said before still holds; what became known since is in it now.
    private async Task AssessAsync(string cad, Person by, CancellationToken cancel)
    {
        var incident = await client.AskAsync(
            "Incidents.Get", by, (g, o) => g.Incidents.GetAsync(new GetIncidentRequest { Cad = cad }, o), cancel);
        var request = new AssessRequest { Cad = cad, Assessment = incident.Value?.Assessment ?? Thrive };
        request.Flags.AddRange(incident.Value?.Risk?.Flags ?? []);
        await client.SendAsync(
            "Assess", by,
            (g, c, o) =>
            {
                request.Command = c;
                return g.Incidents.AssessAsync(request, o);
            },
            cancel);
    }

    private Task<Answer<CommandReply>> RecordAsync(string cad, Outcome outcome, Person by, CancellationToken cancel) => client.SendAsync(
        "RecordOutcome", by,
        (g, c, o) => g.Incidents.RecordOutcomeAsync(
            new RecordOutcomeRequest
            {
                Command = c, Cad = cad, Outcome = outcome.Id, Words = "Done, as the crew said over the radio.", DoneBy = "crew",
            },
            o),
        cancel);

    private async Task<Procedure?> ProcedureAsync(string cad, Person by, CancellationToken cancel)
    {
        var incident = await client.AskAsync(
            "Incidents.Get", by, (g, o) => g.Incidents.GetAsync(new GetIncidentRequest { Cad = cad }, o), cancel);
        return incident.Value?.Procedure;
    }

    private async Task AnswerAsync(string cad, IEnumerable<Question> questions, Person by, CancellationToken cancel)
    {
        foreach (var question in questions.Where(static q => q.End is null))
        {
            await client.SendAsync(
                "AnswerQuestion", SeniorOf(question.To, by),
                (g, c, o) => g.Incidents.AnswerQuestionAsync(
                    new AnswerQuestionRequest
                    {
                        Command = c, Cad = cad, Question = question.Id, Words = question.Check ? "Checked: nothing is known." : "As the caller said.",
                    },
                    o),
                cancel);
        }
    }

    private async Task CallAsync(string cad, Procedure procedure, Person by, CancellationToken cancel)
    {
        foreach (var request in procedure.AgencyRequests.Where(static r => r.End is null))
        {
            await client.SendAsync(
                "CallAgency", by,
                (g, c, o) => g.Incidents.CallAgencyAsync(
                    new CallAgencyRequest
                    {
                        Command = c, Cad = cad, Request = request.Id, Told = request.Words, Said = "Understood, will do.", Reply = AgencyReply.Agreed,
                    },
                    o),
                cancel);
        }
    }

    private static Person SeniorOf(string role, Person by) => role switch
    {
        "supervisor" => Supervisor,
        "duty-officer" or "chief-inspector" => DutyOfficer,
        "despatcher" when string.Equals(by.Role, "call-handler", StringComparison.Ordinal) => Supervisor,
        _ => by,
    };
}
