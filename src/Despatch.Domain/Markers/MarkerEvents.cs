using Despatch.Domain.Escalation;

namespace Despatch.Domain.Markers;

/// <summary>A risk known about a person, an address or a phone was put on record.</summary>
/// <param name="Kind">What kind of risk.</param>
/// <param name="Subject">Whom or what it is about.</param>
/// <param name="Words">The risk in words.</param>
/// <param name="Source">Who says so: a conference, a force's intelligence, another agency.</param>
/// <param name="From">From when (UTC).</param>
/// <param name="Until">Until when (UTC); null: for as long as nobody withdraws it.</param>
/// <param name="Pod">The code of the pod that sees to it.</param>
public sealed record MarkerAdded(
    MarkerKind Kind, MarkerSubject Subject, string Words, string Source, DateTimeOffset From, DateTimeOffset? Until, string Pod) : DomainEvent;

/// <summary>It goes on for longer.</summary>
/// <param name="Until">Until when now (UTC).</param>
/// <param name="Reason">Why.</param>
public sealed record MarkerExtended(DateTimeOffset Until, string Reason) : DomainEvent;

/// <summary>It no longer holds.</summary>
public sealed record MarkerWithdrawn(string Reason) : DomainEvent;

/// <summary>Somebody contacted the person it is about.</summary>
/// <param name="Words">What was said: whether they want it to go on.</param>
public sealed record MarkerContactMade(string Words) : DomainEvent;

/// <summary>Somebody was told that a marker is about to end, or has ended, and that nobody has extended or withdrawn it.</summary>
/// <param name="Clock">What it is late for.</param>
/// <param name="Step">Which step of that clock, counted from 1.</param>
/// <param name="Due">When it was to be raised (UTC).</param>
/// <param name="Rung">The policy's name for who was told.</param>
/// <param name="To">The role that was told.</param>
/// <param name="NeighbouringPods">Whether the neighbouring pods were told too.</param>
/// <param name="Tried">What is owed, and what was tried until then, in words.</param>
public sealed record MarkerEscalated(
    EscalationClock Clock, int Step, DateTimeOffset Due, string Rung, Role To, bool NeighbouringPods, string Tried) : DomainEvent;
