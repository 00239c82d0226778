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
