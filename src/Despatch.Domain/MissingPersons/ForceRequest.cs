using System.Collections.Immutable;

namespace Despatch.Domain.MissingPersons;

/// <summary>Which way a request between forces goes.</summary>
public enum ForceDirection
{
    /// <summary>This force asks another.</summary>
    ToForce,
    /// <summary>Another force asks this one.</summary>
    FromForce,
}

/// <summary>What one force asks of another.</summary>
public enum ForceRequestKind
{
    /// <summary>To make enquiries on its behalf; it keeps the investigation.</summary>
    Enquiries,
    /// <summary>To take the investigation over, because most enquiries lie there (Authorised Professional Practice on missing persons).</summary>
    Transfer,
}

/// <summary>In what form a request was sent.</summary>
public enum ForceNotice
{
    /// <summary>By email.</summary>
    Email,
    /// <summary>On a command and control log.</summary>
    CommandLog,
    /// <summary>On the national transfer form.</summary>
    TransferForm,
}

/// <summary>How far a request has come.</summary>
public enum ForceRequestStage
{
    /// <summary>Sent; nobody has spoken about it yet.</summary>
    Requested,
    /// <summary>Somebody named has said by telephone that it is there, and risk and urgency were talked about.</summary>
    Acknowledged,
    /// <summary>The forces disagree: operational commanders of inspector rank settle it by telephone.</summary>
    WithInspectors,
    /// <summary>They still disagree: the chief inspectors with operational command settle it.</summary>
    WithChiefInspectors,
    /// <summary>Agreed to.</summary>
    Accepted,
    /// <summary>Refused, with a rationale.</summary>
    Refused,
    /// <summary>No longer needed.</summary>
    Withdrawn,
}

/// <summary>
/// A request between forces about a missing person: enquiries, or transfer of ownership. Seeds/004, 'A recommended approach: force control rooms and
/// missing persons': notify, follow up by telephone, settle disagreement between inspectors, then chief inspectors; decide within two
/// hours. Immutable.
/// </summary>
/// <param name="Id">Its name within the incident: <c>mp1</c>.</param>
/// <param name="Direction">Who asks whom.</param>
/// <param name="Kind">For what.</param>
/// <param name="Force">The code of the other force.</param>
/// <param name="Words">The evidence that the person is there, the risk, and what is asked.</param>
/// <param name="RequestedAt">When (UTC).</param>
public sealed record ForceRequest(
    string Id, ForceDirection Direction, ForceRequestKind Kind, string Force, string Words, DateTimeOffset RequestedAt)
{
    /// <summary>How far it has come.</summary>
    public ForceRequestStage Stage { get; init; }

    /// <summary>Who said by telephone that it is there, or empty.</summary>
    public string AcknowledgedBy { get; init; } = "";

    /// <summary>Who has it in this force, once it was put to commanders; else empty.</summary>
    public string OurCommander { get; init; } = "";

    /// <summary>Who has it in the other force, likewise.</summary>
    public string TheirCommander { get; init; } = "";

    /// <summary>Who decided it, or empty.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>The decision's rationale, or why it was withdrawn; else empty.</summary>
    public string Rationale { get; init; } = "";

    /// <summary>Since when a decision is owed (UTC): since the request, or since the chief inspectors were asked about a refusal.</summary>
    public DateTimeOffset OwedSince { get; init; } = RequestedAt;

    /// <summary>Whether a decision is owed.</summary>
    public bool IsOpen => Stage < ForceRequestStage.Accepted;
}

/// <summary>What an incident has to do with other forces. Immutable.</summary>
public sealed record ForceRequests
{
    /// <summary>Nothing.</summary>
    public static ForceRequests Initial { get; } = new();

    /// <summary>All requests, oldest first.</summary>
    public ImmutableArray<ForceRequest> All { get; init; } = [];

    /// <summary>The code of the force that has taken the investigation over; empty: this one has it.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Those without a decision.</summary>
    public IEnumerable<ForceRequest> Open => All.Where(static r => r.IsOpen);

    /// <summary>The decisions that are owed.</summary>
    public IEnumerable<Escalation.Pending> Pending =>
        Open.Select(static r => new Escalation.Pending(Escalation.EscalationClock.Transfer, r.Id, r.OwedSince) { Words = r.Words });

    /// <summary>One of them, or null.</summary>
    public ForceRequest? Of(string id) => All.FirstOrDefault(r => string.Equals(r.Id, id, StringComparison.Ordinal));

    /// <summary>The state after one more fact. A fact about something else changes nothing.</summary>
    public static ForceRequests Evolve(ForceRequests state, DomainEvent fact) => fact switch
    {
        ForceRequested e => state with { All = state.All.Add(new(e.Request, e.Direction, e.Kind, e.Force, e.Words, e.At)) },
        ForceRequestAcknowledged e => state.With(e.Request, r => r with
        {
            Stage = r.Stage == ForceRequestStage.Requested ? ForceRequestStage.Acknowledged : r.Stage,
            AcknowledgedBy = e.Name,
        }),
        ForceRequestEscalated e => state.With(e.Request, r => r with
        {
            Stage = e.To == Role.ChiefInspector ? ForceRequestStage.WithChiefInspectors : ForceRequestStage.WithInspectors,
            OurCommander = e.Ours,
            TheirCommander = e.Theirs,
            OwedSince = r.IsOpen ? r.OwedSince : e.At,
        }),
        ForceRequestDecided e => Decided(state, e),
        ForceRequestWithdrawn e => state.With(e.Request, r => r with { Stage = ForceRequestStage.Withdrawn, Rationale = e.Reason }),
        _ => state,
    };

    private static ForceRequests Decided(ForceRequests state, ForceRequestDecided e)
    {
        var after = state.With(e.Request, r => r with
        {
            Stage = e.Accepted ? ForceRequestStage.Accepted : ForceRequestStage.Refused,
            DecidedBy = e.DecidedBy,
            Rationale = e.Rationale,
        });
        return e.Accepted && state.Of(e.Request) is { Kind: ForceRequestKind.Transfer } request
            ? after with { Owner = request.Direction == ForceDirection.ToForce ? request.Force : "" }
            : after;
    }

    private ForceRequests With(string id, Func<ForceRequest, ForceRequest> change) =>
        Of(id) is { } request ? this with { All = All.Replace(request, change(request)) } : this;
}
