using Despatch.Domain.Callers;
using Despatch.Domain;

namespace Despatch.Gateway.History;

/// <summary>The facts about an incident's callers in words; null for any other fact.</summary>
internal static class CallerWords
{
    public static string? Of(DomainEvent fact) => fact switch
    {
        PeopleNamed e => $"{e.Contact} names {string.Join("; ", e.People.Select(Person))}.",
        PersistentMisuseShown e => FormattableString.Invariant($"{e.CallerNumber} has misused 999 {e.Contacts} times. Look at what is said all the same."),
        RingBackOwed e => FormattableString.Invariant(
            $"{e.Contact} was silent or abandoned at {LondonTime.Of(e.Since):HH:mm} and nobody has reached the caller: ring {(e.CallerNumber.Length > 0 ? e.CallerNumber : "a withheld number")} back."),
        CallerTold e => $"The caller was told: {e.Words}",
        CallerRungBack e => $"{e.Contact} was rung back{(e.Answered ? "" : ", and nobody answered")}: {e.Words}",
        CallerPromised e => FormattableString.Invariant(
            $"The caller was promised {(e.Kind == PromiseKind.CallBack ? "a call back" : "an update")} (promise {e.Id}) by {LondonTime.Of(e.Due):dd MMM yyyy HH:mm}: {e.Words}"),
        PromiseKept e => $"Promise {e.Id} to the caller was kept: {e.Words}",
        _ => null,
    };

    private static string Person(GivenPerson person) =>
        FormattableString.Invariant($"{person.Name}{(person.Born is { } born ? $", born {born:dd MMM yyyy}" : "")}{(person.Id.Length > 0 ? $" ({person.Id})" : "")}").Trim();
}
