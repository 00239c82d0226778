using System.Collections.Immutable;

namespace Despatch.Domain.Callers;

/// <summary>A contact about the incident named people whom police systems know by a number.</summary>
public sealed record PeopleNamed(string Contact, ImmutableArray<GivenPerson> People) : DomainEvent;

/// <summary>A number that calls about the incident is a persistent misuser's. It is shown, and bars nothing.</summary>
/// <param name="CallerNumber">Which.</param>
/// <param name="Contacts">How many misuse calls it had made; counted no further than a hundred.</param>
public sealed record PersistentMisuseShown(string CallerNumber, int Contacts) : DomainEvent;

/// <summary>The incident took over a silent or abandoned call that nobody has reached, and owes the ring-back from now on.</summary>
/// <param name="Contact">The contact's key.</param>
/// <param name="CallerNumber">Whom to ring; empty if withheld.</param>
/// <param name="Since">Since when it is owed (UTC): the call's own time.</param>
public sealed record RingBackOwed(string Contact, string CallerNumber, DateTimeOffset Since) : DomainEvent;

/// <summary>The caller was told what comes, or came, of it.</summary>
public sealed record CallerTold(string Words) : DomainEvent;

/// <summary>Somebody rang a caller back. A fact of the contact, and of each open incident it went to.</summary>
/// <param name="Contact">The contact's key.</param>
/// <param name="Answered">Whether anybody answered.</param>
/// <param name="Words">What was said or heard.</param>
public sealed record CallerRungBack(string Contact, bool Answered, string Words) : DomainEvent;
