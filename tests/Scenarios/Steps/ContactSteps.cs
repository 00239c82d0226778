using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What call handlers do with calls.</summary>
internal static class ContactSteps
{
    public static Verb[] All { get; } =
    [
        new(
            "takes {channel:word} call {call}[ from {number:phone}][ at {place}][, via {via:text}][, for officer {officer:person}]"
            + "[, {silent:is}][, {abandoned:is}]: {words:text}",
            TakeAsync),
        new("hears {signal:word} on {call}", static async d =>
            await d.World.Contacts.RecordSignalAsync(new() { Command = d.Command, ContactId = d.Id("call"), Kind = Signal(d["signal"]) }, d.As)),
        new("hears on {call}: {words:text}", static async d =>
            await d.World.Contacts.AppendAsync(new() { Command = d.Command, ContactId = d.Id("call"), Words = d["words"] }, d.As)),
        new("rings {call} back, answered: {words:text}", static d => RingBackAsync(d, answered: true)),
        new("rings {call} back, no answer: {words:text}", static d => RingBackAsync(d, answered: false)),
        new("takes the message of {call}: {words:text}", static async d =>
            await d.World.Contacts.TakeMessageAsync(new() { Command = d.Command, ContactId = d.Id("call"), Words = d["words"] }, d.As)),
        new("closes {call}, telling the caller: {words:text}", static async d =>
            await d.World.Contacts.CloseAsync(new() { Command = d.Command, ContactId = d.Id("call"), Outcome = d["words"] }, d.As)),
        new("closes {call} as about something else, because {why:text} telling the caller: {words:text}", static async d =>
            await d.World.Contacts.CloseAsync(
                new() { Command = d.Command, ContactId = d.Id("call"), Outcome = d["words"], AboutSomethingElse = d["why"] }, d.As)),
        new("transfers {call} as {code:word}[, grade {grade:grade}]: {cad}", TransferAsync),
        new("transfers {call} also as {code:word}[, grade {grade:grade}], about {words:text}: {cad}", TransferAsync),
        new("transfers {call} to {cad}", static async d =>
            await d.World.Contacts.TransferAsync(new() { Command = d.Command, ContactId = d.Id("call"), ToCad = d.Id("cad") }, d.As)),
        new("promises the caller of {cad} an update by {time:time}: {words:text}", static async d =>
            await d.World.Incidents.PromiseUpdateAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Kind = V1.PromiseKind.Update, Due = d.Stamp("time"), Words = d["words"] }, d.As)),
        new("keeps promise {promise:word} on {cad}: {words:text}", static async d =>
            await d.World.Incidents.KeepUpdateAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), PromiseId = d["promise"], Words = d["words"] }, d.As)),
        new("tells the caller of {cad}: {words:text}", static async d =>
            await d.World.Incidents.TellCallerAsync(new() { Command = d.Command, Cad = d.Id("cad"), Words = d["words"] }, d.As)),
    ];

    /// <summary>What a contact shows of itself, and of the incident it is about.</summary>
    public static Verb[] Expectations { get; } =
    [
        new("{call} shows {cad} as earlier", static async d =>
            Assert.Contains(d.Id("cad"), (await ContactAsync(d)).Earlier.Select(static e => e.Cad))),
        new("{call} shows call {earlier} as earlier", static async d =>
            Assert.Contains(d.Id("earlier"), (await ContactAsync(d)).Earlier.Select(static e => e.ContactId))),
        new("{call} attached to {cad}", static async d => Assert.Contains(d.Id("cad"), (await ContactAsync(d)).Cads)),
        new("call {call} owing a ring-back", static async d => Assert.NotNull((await ContactAsync(d)).RingBackSince)),
        new("{cad} owing a ring-back", static async d => Assert.NotEmpty((await d.IncidentAsync("cad")).RingBacks)),
        new("{cad} pressed by {count:number} further calls", static async d =>
            Assert.Equal(d.Number("count"), (await d.IncidentAsync("cad")).PressingContacts)),
    ];

    private static async Task TakeAsync(Doing d)
    {
        var request = new V1.RecordContactRequest
        {
            Command = d.Command,
            Channel = d["channel"] switch { "999" => V1.Channel._999, "101" => V1.Channel._101, _ => V1.Channel.Other },
            CallerNumber = d.Any("number"),
            Location = d.Has("place") ? d.Place("place") : null,
            Via = d.Any("via"),
            ForOfficer = d.Any("officer"),
            Silent = d.Has("silent"),
            Abandoned = d.Has("abandoned"),
            Words = d["words"],
        };
        d.World.Name(d["call"], (await d.World.Contacts.RecordAsync(request, d.As)).ContactId);
    }

    private static async Task TransferAsync(Doing d)
    {
        var request = new V1.TransferContactRequest
        {
            Command = d.Command, ContactId = d.Id("call"), OpeningCode = d["code"], Words = d.Any("words"),
        };
        if (d.Has("grade"))
        {
            request.Grade = d.Grade("grade");
        }

        d.World.Name(d["cad"], (await d.World.Contacts.TransferAsync(request, d.As)).Cad);
    }

    private static async Task RingBackAsync(Doing d, bool answered) =>
        await d.World.Contacts.RingBackAsync(
            new() { Command = d.Command, ContactId = d.Id("call"), Answered = answered, Words = d["words"] }, d.As);

    private static async Task<V1.Contact> ContactAsync(Doing d) =>
        await d.World.Contacts.GetAsync(new() { ContactId = d.Id("call") }, d.AsReader);

    private static V1.SignalKind Signal(string word) => word switch
    {
        "keys" => V1.SignalKind.KeyPresses,
        "a-cough" => V1.SignalKind.Cough,
        "55" => V1.SignalKind.FiftyFive,
        _ => throw new ArgumentException($"'{word}' is no signal: keys, a-cough, 55.", nameof(word)),
    };
}
