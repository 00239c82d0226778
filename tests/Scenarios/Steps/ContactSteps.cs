using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What call handlers do with calls.</summary>
internal static class ContactSteps
{
    public static Verb[] All { get; } =
    [
        new("takes {channel:word} call {call}[ from {number:phone}][ at {place}][, {silent:is}][, {abandoned:is}]: {words:text}", TakeAsync),
        new("hears on {call}: {words:text}", static async d =>
            await d.World.Contacts.AppendAsync(new() { Command = d.Command, ContactId = d.Id("call"), Words = d["words"] }, d.As)),
        new("closes {call}, telling the caller: {words:text}", static async d =>
            await d.World.Contacts.CloseAsync(new() { Command = d.Command, ContactId = d.Id("call"), Outcome = d["words"] }, d.As)),
        new("rings {call} back, answered: {words:text}", static d => RingBackAsync(d, answered: true)),
        new("rings {call} back, no answer: {words:text}", static d => RingBackAsync(d, answered: false)),
        new("transfers {call} as {code:word}[, grade {grade:grade}]: {cad}", TransferAsync),
        new("transfers {call} to {cad}", static async d =>
            await d.World.Contacts.TransferAsync(new() { Command = d.Command, ContactId = d.Id("call"), ToCad = d.Id("cad") }, d.As)),
    ];

    private static async Task TakeAsync(Doing d)
    {
        var request = new V1.RecordContactRequest
        {
            Command = d.Command,
            Channel = d["channel"] switch { "999" => V1.Channel._999, "101" => V1.Channel._101, _ => V1.Channel.Other },
            CallerNumber = d.Any("number"),
            Location = d.Has("place") ? d.Place("place") : null,
            Silent = d.Has("silent"),
            Abandoned = d.Has("abandoned"),
            Words = d["words"],
        };
        d.World.Name(d["call"], (await d.World.Contacts.RecordAsync(request, d.As)).ContactId);
    }

    private static async Task RingBackAsync(Doing d, bool answered) =>
        await d.World.Contacts.RingBackAsync(
            new() { Command = d.Command, ContactId = d.Id("call"), Answered = answered, Words = d["words"] }, d.As);

    private static async Task TransferAsync(Doing d)
    {
        var request = new V1.TransferContactRequest { Command = d.Command, ContactId = d.Id("call"), OpeningCode = d["code"] };
        if (d.Has("grade"))
        {
            request.Grade = d.Grade("grade");
        }

        d.World.Name(d["cad"], (await d.World.Contacts.TransferAsync(request, d.As)).Cad);
    }
}
