using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Procedures;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>The procedure opens with the code, whichever grain opens the incident, in the same append.</summary>
public sealed class ProcedureTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private readonly Desk _desk = new(cluster);

    [Fact]
    public async Task An_incident_that_is_opened_has_its_procedure_at_once()
    {
        var cad = Desk.NewCad();
        Desk.Done(await _desk.Incident(cad, new OpenIncident("36", "A guest is under water", Desk.Nowhere, "", Grade.Immediate)));
        await ExpectOpen(cad, "vital-signs", "ambulance");
        Desk.Done(await _desk.Incident(cad, new GiveResult("90", "certified")));
        Desk.Refused(RefusalCode.OpenQuestionsRemain, await _desk.Incident(cad, new CloseIncident("")));
        Desk.Done(await _desk.Incident(cad, new AnswerQuestion("vital-signs", "a faint pulse")));
        Desk.Refused(RefusalCode.AgencyRequestsRemain, await _desk.Incident(cad, new CloseIncident("")));
        Desk.Done(await _desk.Incident(cad, new CallAgency("ambulance", "she has a pulse", "on the way", AgencyReply.Agreed)));
        Desk.Done(await _desk.Incident(cad, new CloseIncident("")));
    }

    [Fact]
    public async Task So_has_one_that_comes_of_a_call()
    {
        var context = _desk.Context();
        var contact = ContactState.KeyPrefix + context.CommandId;
        var record = new RecordContact(Channel.Emergency, "+442079460036", "", null, Desk.Nowhere, false, false, "She does not move");
        Desk.Done(await _desk.Contact(contact, record, context));
        var cad = Desk.Done(await _desk.Contact(contact, new TransferContact("", "36", null))).Key;
        await ExpectOpen(cad, "vital-signs", "ambulance");
    }

    [Fact]
    public async Task So_has_one_that_is_called_something_else_later()
    {
        var cad = await _desk.Opened();
        await ExpectOpen(cad);
        Desk.Done(await _desk.Incident(cad, new ChangeCode("36", "they say that she is dead")));
        Assert.Equal("36", (await _desk.IncidentOf(cad)).OpeningCode);
        await ExpectOpen(cad, "vital-signs", "ambulance");
    }

    private async Task ExpectOpen(string cad, params string[] items)
    {
        var procedure = (await _desk.IncidentOf(cad)).Procedure;
        Assert.Equal(items, procedure.OpenQuestions.Select(q => q.Id).Concat(procedure.OpenRequests.Select(r => r.Id)), StringComparer.Ordinal);
    }
}
