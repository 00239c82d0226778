using System.Globalization;
using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;

namespace Despatch.Gateway.Wire;

/// <summary>Callers, and what they are owed, as the API's messages.</summary>
internal static class CallerWire
{
    public static PromiseKind? Read(V1.PromiseKind kind) => kind switch
    {
        V1.PromiseKind.Update => PromiseKind.Update,
        V1.PromiseKind.CallBack => PromiseKind.CallBack,
        _ => null,
    };

    public static SignalKind? Read(V1.SignalKind kind) => kind switch
    {
        V1.SignalKind.KeyPresses => SignalKind.KeyPresses,
        V1.SignalKind.Cough => SignalKind.Cough,
        V1.SignalKind.FiftyFive => SignalKind.FiftyFive,
        V1.SignalKind.Other => SignalKind.Other,
        _ => null,
    };

    public static V1.PromiseKind Write(PromiseKind kind) => kind switch
    {
        PromiseKind.Update => V1.PromiseKind.Update,
        PromiseKind.CallBack => V1.PromiseKind.CallBack,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such promise."),
    };

    public static V1.SignalKind Write(SignalKind kind) => kind switch
    {
        SignalKind.KeyPresses => V1.SignalKind.KeyPresses,
        SignalKind.Cough => V1.SignalKind.Cough,
        SignalKind.FiftyFive => V1.SignalKind.FiftyFive,
        SignalKind.Other => V1.SignalKind.Other,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such sign."),
    };

    public static V1.GivenPerson Person(GivenPerson person) => new()
    {
        Name = person.Name,
        Born = person.Born?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        Id = person.Id,
    };

    public static IEnumerable<V1.CallerPromise> Promises(CallerPromises promises) => promises.Open.Select(static p =>
        new V1.CallerPromise { PromiseId = p.Id, Kind = Write(p.Kind), Due = ToWire.Time(p.Due), Words = p.Words });

    /// <summary>The incidents that a contact may be about.</summary>
    public static IEnumerable<V1.BelongsTo> BelongsTo(ContactCare care) => care.Found.Select(f => new V1.BelongsTo
    {
        Cad = CadNumber.Spell(f.Incident),
        Because = f.Because,
        Attached = care.Incidents.Contains(f.Incident, StringComparer.Ordinal),
    });

    /// <summary>What an incident's row says of its callers.</summary>
    public static void Add(V1.Incident row, IncidentCallers callers)
    {
        row.Promises.AddRange(Promises(callers.Promises));
        row.RingBacks.AddRange(callers.RingBacks.Select(static r =>
            new V1.OwedRingBack { ContactId = r.Contact, CallerNumber = r.CallerNumber, Since = ToWire.Time(r.Since) }));
        row.FurtherContacts = callers.Further;
        row.PressingContacts = callers.Pressing.Length;
        row.CallerTold = callers.Told;
        row.MisuseContacts = callers.Misuse;
    }

    /// <summary>What a contact says of how it came in, and of what is owed over it.</summary>
    public static void Add(V1.Contact contact, ContactState state, ContactRecorded recorded, ContactPolicy policy)
    {
        var (details, care) = (recorded.Details ?? CallDetails.None, state.Care);
        contact.PresentedAt = ToWire.Time(details.PresentedAt);
        contact.AnsweredAt = ToWire.Time(details.AnsweredAt);
        if (details.PresentedAt is not null)
        {
            contact.AnsweredInTime = details.Rang <= policy.AnswerWithin;
        }

        contact.Via = details.Via;
        contact.ForOfficer = details.ForOfficer;
        contact.People.AddRange(details.People.Select(Person));
        contact.Owner = care.Owner?.Operator ?? "";
        contact.OwnerSince = ToWire.Time(care.Owner?.Since);
        contact.Signals.AddRange(care.Signals.Select(static s => new V1.Signal { Kind = Write(s.Kind), Words = s.Words, At = ToWire.Time(s.At) }));
        contact.RingBacks.AddRange(care.RingBacks.Select(static r =>
            new V1.RingBackTry { Answered = r.Answered, Words = r.Words, Operator = r.By, At = ToWire.Time(r.At) }));
        contact.RingBackSince = ToWire.Time(care.RingBackSince);
        contact.MessageSince = ToWire.Time(care.MessageSince);
        contact.MessageTakenBy = care.MessageTakenBy;
        contact.Promises.AddRange(Promises(care.Promises));
        contact.BelongsTo.AddRange(BelongsTo(care));
        contact.Cads.AddRange(care.Incidents.Select(CadNumber.Spell));
        contact.AboutSomethingElse = care.Otherwise;
        contact.MisuseContacts = care.Misuse;
    }
}
