using Despatch.Domain;
using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Commands;
using Despatch.Gateway.Identity;
using Despatch.Gateway.Reading;
using Despatch.Gateway.Refusals;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>despatch.v1.Contacts.</summary>
internal sealed partial class ContactsService(Checker checker, Desk desk, IncidentRows rows, ReadLog reads) : V1.Contacts.ContactsBase
{
    public override async Task<V1.RecordContactResponse> Record(V1.RecordContactRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var record = Record(check, request);
        check.Throw();

        var key = ContactState.KeyPrefix + command.CommandId;
        var answer = await desk.RunAsync(key, record, command, context.CancellationToken);
        var response = new V1.RecordContactResponse { Position = answer.Position, ContactId = key };
        var state = await desk.ContactAsync(key, context.CancellationToken);
        if (state.Recorded is { } recorded)
        {
            response.Earlier.AddRange(recorded.Earlier.Select(ToWire.Earlier));
            response.Candidates.AddRange(rows.Candidates(state.Candidates));
            response.BelongsTo.AddRange(CallerWire.BelongsTo(state.Care));
            response.MisuseContacts = state.Care.Misuse;
        }

        return response;
    }

    public override Task<V1.CommandReply> Append(V1.AppendContactRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.ContactId, context, check => new AppendWords(
            check.Text(request.Words, "words", TextChecks.WordsLength)));

    public override Task<V1.CommandReply> Close(V1.CloseContactRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.ContactId, context, check => new CloseContact(
            check.Text(request.Outcome, "outcome", TextChecks.ReasonLength))
        {
            Misuse = request.Misuse,
            Otherwise = check.OptionalText(request.AboutSomethingElse, "about_something_else", TextChecks.ReasonLength),
        });

    public override async Task<V1.TransferContactResponse> Transfer(V1.TransferContactRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var key = check.ContactId(request.ContactId, "contact_id");
        var transfer = Transfer(check, request);
        check.Throw();
        var answer = await desk.RunAsync(key, transfer, command, context.CancellationToken);
        var response = new V1.TransferContactResponse { Position = answer.Position, Cad = CadNumber.Spell(answer.Key) };
        if (transfer.ToIncident.Length == 0)
        {
            response.Candidates.AddRange(rows.Candidates((await desk.IncidentAsync(answer.Key, context.CancellationToken)).Links.Candidates));
        }

        return response;
    }

    public override async Task<V1.Contact> Get(V1.GetContactRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var key = check.ContactId(request.ContactId, "contact_id");
        check.Throw();
        var state = await desk.ContactAsync(key, context.CancellationToken);
        var people = CallerKeys.Of("", state.Recorded?.Details?.People ?? [], "");
        await reads.NoteAsync(Caller.Of(context), key, "get", people, context.CancellationToken);
        return state.Recorded is { } recorded
            ? Contact(check, key, state, recorded)
            : throw RefusalStatus.Exception(new Refusal(RefusalCode.ContactUnknown, $"There is no contact {key}.", "contact_id"));
    }

    private static V1.Contact Contact(Check check, string key, ContactState state, ContactRecorded recorded)
    {
        var contact = ToWire.Contact(key, state, recorded);
        CallerWire.Add(contact, state, recorded, check.Pack.Force.Contacts);
        return contact;
    }

    private static RecordContact Record(Check check, V1.RecordContactRequest request)
    {
        var network = request.NetworkLocation is { } circle ? Network(check, circle) : null;

        // The network's circle may be kilometres wide: good enough to choose a pod, not to say where something happens.
        var place = check.Place(request.Location, "location", check.PodOf(network?.Point));
        return new RecordContact(
            check.Channel(request.Channel, "channel"),
            check.PhoneNumber(request.CallerNumber, "caller_number"),
            check.OptionalText(request.CallerName, "caller_name", TextChecks.NameLength),
            network,
            place,
            request.Silent,
            request.Abandoned,
            request.Silent || request.Abandoned
                ? check.OptionalText(request.Words, "words", TextChecks.WordsLength)
                : check.Text(request.Words, "words", TextChecks.WordsLength))
        {
            Details = check.Details(request),
        };
    }

    private static NetworkLocation? Network(Check check, V1.NetworkLocation circle)
    {
        check.Must(circle.Point is not null, "network_location.point", "must be given");
        var radius = check.Radius(circle.RadiusMetres, "network_location.radius_metres");
        return circle.Point is null ? null : new NetworkLocation(check.Point(circle.Point, "network_location.point"), radius);
    }

    private static TransferContact Transfer(Check check, V1.TransferContactRequest request)
    {
        var words = check.OptionalText(request.Words, "words", TextChecks.WordsLength);
        if (request.ToCad.Length == 0)
        {
            return new TransferContact(
                "", check.OpeningCode(request.OpeningCode, "opening_code"), check.OptionalGrade(request.Grade, "grade"))
            {
                Words = words,
                Place = request.Location is null ? null : check.Place(request.Location, "location", check.Pack.Force.UnlocatedPod),
            };
        }

        check.Must(request.OpeningCode.Length == 0, "opening_code", "must be empty when to_cad is given: that incident is open already");
        check.Must(request.Grade == V1.Grade.Unspecified, "grade", "must be unspecified when to_cad is given: grade that incident itself");
        check.Must(request.Location is null, "location", "must be absent when to_cad is given: locate that incident itself");
        return new TransferContact(check.Cad(request.ToCad, "to_cad").Key, "", null) { Words = words };
    }
}
