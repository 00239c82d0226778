using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.Domain.Pods;
using Despatch.Domain.Risk;
using Despatch.Grains.Linking;
using Despatch.Domain.Procedures;
using Despatch.Grains.Placement;
using Despatch.Grains.Snapshots;
using Orleans.Runtime;

namespace Despatch.Grains.Aggregates;

/// <summary>A contact. Its transfer and the incident that comes of it are written at once.</summary>
[HomeSite]
public sealed class ContactGrain(
    LogWriter log, Homecoming homecoming, TimeProvider clock, RunningPolicy policy, Board.Board board, Force force, ICadNumberSource numbers,
    LinkFinder links, ProcedureBook procedures, CommandPolicy command,
    SnapshotOptions options,
    [PersistentState("contact", SnapshotStorage.Name)] IPersistentState<StoredSnapshot> snapshot)
    : ClockedGrain<ContactState>(
        log, homecoming, clock, policy, new SnapshotKeeper<ContactState>(snapshot, log, options), ContactState.Initial, ContactState.Evolve), IContactGrain
{
    /// <summary>How many earlier contacts and incidents a new contact shows (see contacts.proto).</summary>
    private const int MaxEarlier = 10;

    /// <summary>A number with more open incidents than these (a hospital's) tells nobody anything.</summary>
    private const int MaxFound = 10;

    /// <summary>How long after its opening an incident is looked for in the log, since the board may not show it yet.</summary>
    private static readonly TimeSpan BoardLag = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override bool IsEnded => !State.IsOpen;

    /// <inheritdoc/>
    public Task<Answer> Execute(ContactCommand command, CommandContext context) =>
        RunAsync(command, context, (now, newest) => ProposeAsync(command, context.By, now, newest));

    /// <inheritdoc/>
    protected override Decision Complete(Decision decision) =>
        CentralCommand.Begin(ProcedureConsequences.Of(decision, procedures), command, static _ => false);

    private async Task<Proposal> ProposeAsync(ContactCommand command, Actor by, DateTimeOffset now, bool newest)
    {
        switch (command)
        {
            case RecordContact record:
                return await ProposeRecordAsync(record, by, now, newest);
            case TransferContact { ToIncident.Length: > 0 } transfer:
                var markers = await Log.MarkersAsync(MarkerSubject.BroughtBy(State));
                var about = await GrainFactory.GetGrain<IIncidentGrain>(transfer.ToIncident).Peek(newest ? Newest : 0);
                var attached = Decide(Around with { Incident = about.State }, command, by, now);
                return Propose(
                    RiskDecisions.WithMarkers(attached, markers, [about.State], now), transfer.ToIncident, (transfer.ToIncident, about.Version));
            case TransferContact when State.Recorded is { } recorded:
                var cad = await numbers.NextAsync(recorded.Place.Pod, now);
                return await ProposeOfferingAsync(Around with { NextCad = cad }, command, cad.Key, by, now, []);
            case AppendWords or RecordSignal or RingBack when !State.Care.Incidents.IsEmpty:
                // The newest: to a closed incident nothing is written, and then no conflict would tell that it has been reopened.
                var keys = await Task.WhenAll(State.Care.Incidents.Select(FoldedAsync));
                var incidents = await PeekAsync(keys.Distinct(StringComparer.Ordinal), Newest);
                return Propose(Decide(Around with { Incidents = States(incidents) }, command, by, now), Key, Versions(incidents));
            default:
                return Propose(Decide(Around, command, by, now), Key);
        }
    }

    private async Task<Proposal> ProposeRecordAsync(RecordContact command, Actor by, DateTimeOffset now, bool newest)
    {
        var earlier = await Log.EarlierAsync(command.CallerNumber, MaxEarlier);
        var keys = command.Keys();
        var opened = earlier.Where(e => now - e.At < BoardLag && CadNumber.TryFromKey(e.Key, out _)).Select(static e => e.Key);
        var shown = board.OpenIncidentsOf(keys).Union(opened, StringComparer.Ordinal).Take(MaxFound);
        var found = (await PeekAsync(shown, newest ? Newest : 0))
            .Where(f => f.Incident.State.IsOpen && f.Incident.State.Callers.Keys.Any(k => keys.Contains(k, StringComparer.Ordinal))).ToArray();
        var around = Around with { Earlier = earlier, Found = States(found), Misuse = await Log.MisuseAsync(command.CallerNumber) };
        return await ProposeOfferingAsync(around, command, Key, by, now, Versions(found));
    }

    /// <summary>Decides, and offers what the contact, or the incident that comes of it, may belong to.</summary>
    private async Task<Proposal> ProposeOfferingAsync(
        ContactSurroundings around, ContactCommand command, string about, Actor by, DateTimeOffset now, (string Stream, long Version)[] versions)
    {
        ImmutableArray<LinkCandidate> candidates = [];
        if (Decide(around, command, by, now) is Decision.Accepted accepted
            && accepted.Changes.FirstOrDefault(c => string.Equals(c.Stream, about, StringComparison.Ordinal)) is { } change)
        {
            candidates = await links.FindAsync(change.Events.Aggregate(Particulars.None, Particulars.Evolve), about);
        }

        var found = await Log.MarkersAsync(command is RecordContact record ? MarkerSubject.BroughtBy(record) : MarkerSubject.BroughtBy(State));
        var decision = LinkDecisions.Offering(Decide(around, command, by, now), about, IncidentLinks.None, candidates, by, now);
        return Propose(RiskDecisions.WithMarkers(decision, found, around.Found, now), about, versions);
    }

    /// <summary>Where a contact's words go: what was folded into another incident is that one.</summary>
    private async Task<string> FoldedAsync(string incidentKey)
    {
        var found = await GrainFactory.GetGrain<IIncidentGrain>(incidentKey).Peek(Newest);
        return found.State is { IsClosed: true, Links.FoldedInto: { Length: > 0 } into } ? await FoldedAsync(into) : incidentKey;
    }

    private async Task<(string Key, Versioned<IncidentState> Incident)[]> PeekAsync(IEnumerable<string> keys, long atLeast) =>
        await Task.WhenAll(keys.Select(async key => (key, await GrainFactory.GetGrain<IIncidentGrain>(key).Peek(atLeast))));

    private static ImmutableArray<IncidentState> States((string Key, Versioned<IncidentState> Incident)[] found) =>
        [.. found.Select(static f => f.Incident.State)];

    private static (string Stream, long Version)[] Versions((string Key, Versioned<IncidentState> Incident)[] found) =>
        [.. found.Select(static f => (f.Key, f.Incident.Version))];

    private ContactSurroundings Around => new([], null, default) { Policy = force.Contacts };

    private Decision Decide(ContactSurroundings around, ContactCommand command, Actor by, DateTimeOffset now) =>
        ContactDecisions.Decide(Key, State, around, command, by, now);
}
