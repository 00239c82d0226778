using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Identity;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>What is done about a contact besides ending it.</summary>
internal sealed partial class ContactsService
{
    public override Task<V1.CommandReply> RecordSignal(V1.RecordSignalRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.ContactId, context, check => new RecordSignal(
            check.SignalKind(request.Kind, "kind"), check.OptionalText(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> RingBack(V1.RingBackRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.ContactId, context, check => new RingBack(
            request.Answered, check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> PassOn(V1.PassOnRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.ContactId, context, check => new PassOn(
            check.Text(request.To, "to", TextChecks.IdLength), check.OptionalText(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> TakeMessage(V1.TakeMessageRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.ContactId, context, check => new TakeMessage(
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> Promise(V1.PromiseCallerRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.ContactId, context, check => new PromiseCaller(
            check.PromiseKind(request.Kind, "kind"), check.FutureTime(request.Due, "due"),
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> KeepPromise(V1.KeepPromiseRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.ContactId, context, check => new KeepPromise(
            check.PromiseId(request.PromiseId, "promise_id"), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    /// <summary>Runs a command for a contact that is said to exist.</summary>
    private async Task<V1.CommandReply> RunAsync(
        V1.Command? wire, string contactId, ServerCallContext context, Func<Check, ContactCommand> read)
    {
        var check = checker.Begin();
        var command = check.Command(wire, Caller.Of(context), context);
        var key = check.ContactId(contactId, "contact_id");
        var asked = read(check);
        check.Throw();
        return Reply.Of(await desk.RunAsync(key, asked, command, context.CancellationToken));
    }
}
