using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Grains.Placement;
using Despatch.Grains.Snapshots;
using Orleans.Runtime;

namespace Despatch.Grains.Aggregates;

/// <summary>A contact. Its transfer and the incident that comes of it are written at once.</summary>
[HomeSite]
public sealed class ContactGrain(
    LogWriter log, Homecoming homecoming, TimeProvider clock, RunningPolicy policy, ICadNumberSource numbers,
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

    private async Task<Proposal> ProposeAsync(ContactCommand command, Actor by, DateTimeOffset now, bool newest)
    {
        switch (command)
        {
            case RecordContact record:
                var earlier = await Log.EarlierAsync(record.CallerNumber, MaxEarlier);
                return Propose(Decide(new ContactSurroundings(earlier, null, default), command, by, now), Key);
            case TransferContact { ToIncident.Length: > 0 } transfer:
                return await ProposeWithIncidentAsync(transfer.ToIncident, transfer.ToIncident, command, by, now, newest);
            case AppendWords when State.Incident.Length > 0:
                // The newest: to a closed incident nothing is written, and then no conflict would tell that it has been reopened.
                return await ProposeWithIncidentAsync(State.Incident, Key, command, by, now, newest: true);
            case TransferContact when State.Recorded is { } recorded:
                var cad = await numbers.NextAsync(recorded.Place.Pod, now);
                return Propose(Decide(new ContactSurroundings([], null, cad), command, by, now), cad.Key);
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

    private Decision Decide(ContactSurroundings around, ContactCommand command, Actor by, DateTimeOffset now) =>
        ContactDecisions.Decide(Key, State, around, command, by, now);
}
