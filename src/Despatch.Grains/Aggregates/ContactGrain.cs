using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Grains.Linking;
using Despatch.Domain.Procedures;
using Despatch.Grains.Placement;
using Despatch.Grains.Snapshots;
using Orleans.Runtime;

namespace Despatch.Grains.Aggregates;

/// <summary>A contact. Its transfer and the incident that comes of it are written at once.</summary>
[HomeSite]
public sealed class ContactGrain(
    LogWriter log, Homecoming homecoming, TimeProvider clock, RunningPolicy policy, ICadNumberSource numbers, LinkFinder links, ProcedureBook procedures,
    SnapshotOptions options,
    [PersistentState("contact", SnapshotStorage.Name)] IPersistentState<StoredSnapshot> snapshot)
    : ClockedGrain<ContactState>(
        log, homecoming, clock, policy, new SnapshotKeeper<ContactState>(snapshot, log, options), ContactState.Initial, ContactState.Evolve), IContactGrain
{
    /// <summary>How many earlier contacts and incidents a new contact shows (see contacts.proto).</summary>
    private const int MaxEarlier = 10;

    /// <inheritdoc/>
    protected override bool IsEnded => State.IsClosed || State.Incident.Length > 0 || !State.Exists;

    /// <inheritdoc/>
    public Task<Answer> Execute(ContactCommand command, CommandContext context) =>
        RunAsync(command, context, (now, newest) => ProposeAsync(command, context.By, now, newest));

    /// <inheritdoc/>
    protected override Decision Complete(Decision decision) => ProcedureDecisions.Opening(decision, procedures);

    private async Task<Proposal> ProposeAsync(ContactCommand command, Actor by, DateTimeOffset now, bool newest)
    {
        switch (command)
        {
            case RecordContact record:
                var earlier = await Log.EarlierAsync(record.CallerNumber, MaxEarlier);
                return await ProposeOfferingAsync(
                    new ContactSurroundings(earlier, null, default), command, Key, by, now);
            case TransferContact { ToIncident.Length: > 0 } transfer:
                return await ProposeWithIncidentAsync(transfer.ToIncident, transfer.ToIncident, command, by, now, newest);
            case AppendWords when State.Incident.Length > 0:
                // The newest: to a closed incident nothing is written, and then no conflict would tell that it has been reopened.
                return await ProposeWithIncidentAsync(await FoldedAsync(State.Incident), Key, command, by, now, newest: true);
            case TransferContact when State.Recorded is { } recorded:
                var cad = await numbers.NextAsync(recorded.Place.Pod, now);
                return await ProposeOfferingAsync(new ContactSurroundings([], null, cad), command, cad.Key, by, now);
            default:
                return Propose(Decide(new ContactSurroundings([], null, default), command, by, now), Key);
        }
    }

    private async Task<Proposal> ProposeWithIncidentAsync(
        string incidentKey, string answerKey, ContactCommand command, Actor by, DateTimeOffset now, bool newest)
    {
        var incident = await GrainFactory.GetGrain<IIncidentGrain>(incidentKey).Peek(newest ? Newest : 0);
        return Propose(
            Decide(new ContactSurroundings([], incident.State, default), command, by, now), answerKey, (incidentKey, incident.Version));
    }

    /// <summary>Decides, and offers what the contact, or the incident that comes of it, may belong to.</summary>
    private async Task<Proposal> ProposeOfferingAsync(
        ContactSurroundings around, ContactCommand command, string about, Actor by, DateTimeOffset now)
    {
        ImmutableArray<LinkCandidate> candidates = [];
        if (Decide(around, command, by, now) is Decision.Accepted accepted
            && accepted.Changes.FirstOrDefault(c => string.Equals(c.Stream, about, StringComparison.Ordinal)) is { } change)
        {
            candidates = await links.FindAsync(change.Events.Aggregate(Particulars.None, Particulars.Evolve), about);
        }

        return Propose(
            LinkDecisions.Offering(Decide(around, command, by, now), about, IncidentLinks.None, candidates, by, now), about);
    }

    /// <summary>Where a contact's words go: what was folded into another incident is that one.</summary>
    private async Task<string> FoldedAsync(string incidentKey)
    {
        var found = await GrainFactory.GetGrain<IIncidentGrain>(incidentKey).Peek(Newest);
        return found.State is { IsClosed: true, Links.FoldedInto: { Length: > 0 } into } ? await FoldedAsync(into) : incidentKey;
    }

    private Decision Decide(ContactSurroundings around, ContactCommand command, Actor by, DateTimeOffset now) =>
        ContactDecisions.Decide(Key, State, around, command, by, now);
}
