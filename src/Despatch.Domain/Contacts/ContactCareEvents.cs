using System.Collections.Immutable;

namespace Despatch.Domain.Contacts;

/// <summary>A sign from a caller who does not speak. Seeds, Learning the Lessons (004), case 1 and 'Silent Solution'.</summary>
public enum SignalKind
{
    /// <summary>Keys were pressed.</summary>
    KeyPresses,
    /// <summary>The caller coughed when asked whether police are needed.</summary>
    Cough,
    /// <summary>The caller pressed 55 when the Silent Solution asked.</summary>
    FiftyFive,
    /// <summary>Anything else that is heard: a tap, a whisper, a scream.</summary>
    Other,
}

/// <summary>A caller who does not speak gave a sign.</summary>
public sealed record SignalHeard(SignalKind Kind, string Words) : DomainEvent;

/// <summary>An open incident that a new contact may belong to.</summary>
/// <param name="Incident">Its key.</param>
/// <param name="Because">What they share, in words: the same number.</param>
public sealed record FoundIncident(string Incident, string Because);

/// <summary>Open incidents of the same number, person or address were found as the contact was taken down.</summary>
public sealed record OpenIncidentsFound(ImmutableArray<FoundIncident> Incidents) : DomainEvent;

/// <summary>The contact was attached to the one open incident it belongs to, as it was taken down. It is still to be ended.</summary>
public sealed record ContactBelongs(string Incident) : DomainEvent;

/// <summary>The call handler said that the contact is about something else than the open incidents that were found.</summary>
public sealed record ContactOtherwise(string Reason) : DomainEvent;

/// <summary>The number has made so many misuse calls that it is a persistent misuser's. It is shown, and bars nothing.</summary>
/// <param name="CallerNumber">Which.</param>
/// <param name="Contacts">How many before this contact; counted no further than a hundred.</param>
public sealed record MisuseFound(string CallerNumber, int Contacts) : DomainEvent;

/// <summary>The contact was a misuse of 999.</summary>
public sealed record MisuseCounted(string CallerNumber) : DomainEvent;

/// <summary>Whoever owns the contact passed it on, by name.</summary>
/// <param name="To">To whom.</param>
/// <param name="Words">Why, or what there is to say.</param>
public sealed record ContactPassedOn(string To, string Words) : DomainEvent;

/// <summary>A message for a named officer was taken: by the officer, or by who takes it over (<see cref="DomainEvent.By"/>).</summary>
public sealed record MessageTaken(string Words) : DomainEvent;
