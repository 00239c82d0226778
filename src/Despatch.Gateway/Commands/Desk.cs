using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Records;
using Despatch.Domain.Units;
using Despatch.Grains;
using Orleans;

namespace Despatch.Gateway.Commands;

/// <summary>What every service of the gateway does with aggregates: run a command there, look at the state. Thread-safe.</summary>
internal sealed class Desk(IGrainFactory grains, CommandRunner runner)
{
    /// <summary>
    /// Makes a grain read the tail of its stream. Units write on incidents and incidents on units, and a grain hears of that a moment
    /// later: whoever has just changed something would not see it.
    /// </summary>
    private const long Newest = long.MaxValue;

    public Task<Answer> RunAsync(string key, ContactCommand command, Domain.CommandContext context, CancellationToken ct) =>
        runner.RunAsync(context, () => grains.GetGrain<IContactGrain>(key).Execute(command, context), ct);

    public Task<Answer> RunAsync(CadNumber cad, IncidentCommand command, Domain.CommandContext context, CancellationToken ct) =>
        runner.RunAsync(context, () => grains.GetGrain<IIncidentGrain>(cad.Key).Execute(command, context), ct);

    public Task<Answer> RunAsync(string callsign, UnitCommand command, Domain.CommandContext context, CancellationToken ct) =>
        runner.RunAsync(context, () => Unit(callsign).Execute(command, context), ct);

    public Task<Answer> RunAsync(string key, MarkerCommand command, Domain.CommandContext context, CancellationToken ct) =>
        runner.RunAsync(context, () => grains.GetGrain<IMarkerGrain>(key).Execute(command, context), ct);

    /// <summary>The same, a refusal being an answer.</summary>
    public Task<Answer> TryRunAsync(CadNumber cad, IncidentCommand command, Domain.CommandContext context, CancellationToken ct) =>
        runner.TryRunAsync(context, () => grains.GetGrain<IIncidentGrain>(cad.Key).Execute(command, context), ct);

    /// <summary>The same, a refusal being an answer.</summary>
    public Task<Answer> TryRunAsync(string callsign, UnitCommand command, Domain.CommandContext context, CancellationToken ct) =>
        runner.TryRunAsync(context, () => Unit(callsign).Execute(command, context), ct);

    public Task<Answer> RunAsync(string key, MisconductCommand command, Domain.CommandContext context, CancellationToken ct) =>
        runner.RunAsync(context, () => grains.GetGrain<IMisconductGrain>(key).Execute(command, context), ct);

    /// <summary>The report of misconduct as of its last command.</summary>
    public async Task<MisconductState> MisconductAsync(string key, CancellationToken ct) =>
        (await runner.AskAsync(() => grains.GetGrain<IMisconductGrain>(key).Peek(0), ct)).State;

    /// <summary>The contact as of its last command.</summary>
    public async Task<ContactState> ContactAsync(string key, CancellationToken ct) =>
        (await runner.AskAsync(() => grains.GetGrain<IContactGrain>(key).Peek(0), ct)).State;

    /// <summary>The marker as of its last command.</summary>
    public async Task<MarkerState> MarkerAsync(string key, CancellationToken ct) =>
        (await runner.AskAsync(() => grains.GetGrain<IMarkerGrain>(key).Peek(0), ct)).State;

    /// <summary>The incident as of the last command on it or on a unit there, closed ones too.</summary>
    public async Task<IncidentState> IncidentAsync(string key, CancellationToken ct) =>
        (await runner.AskAsync(() => grains.GetGrain<IIncidentGrain>(key).Peek(Newest), ct)).State;

    /// <summary>The unit as of the last command on it or on its incident.</summary>
    public async Task<UnitState> UnitAsync(string callsign, CancellationToken ct) =>
        (await runner.AskAsync(() => Unit(callsign).Peek(Newest), ct)).State;

    private IUnitGrain Unit(string callsign) => grains.GetGrain<IUnitGrain>(UnitState.KeyOf(callsign));
}
