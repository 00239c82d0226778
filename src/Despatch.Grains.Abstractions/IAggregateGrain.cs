using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Records;
using Despatch.Domain.Units;
using Orleans;
using Orleans.Concurrency;

namespace Despatch.Grains;

/// <summary>
/// What every aggregate's grain offers to others beside its commands. Both calls interleave with a command in progress, so that
/// two grains that decide about each other never wait for each other: the log says which of them was first.
/// </summary>
/// <typeparam name="TState">The aggregate's state, immutable.</typeparam>
public interface IAggregateGrain<TState> : IGrainWithStringKey
{
    /// <summary>The state, at least at this version: the stream's tail is read if the grain has not heard of it yet.</summary>
    [AlwaysInterleave]
    Task<Versioned<TState>> Peek(long atLeast);

    /// <summary>Somebody else has appended to this aggregate's stream, up to this version.</summary>
    [AlwaysInterleave]
    [OneWay]
    Task Appended(long version);
}

/// <summary>The grain of an aggregate that can be late.</summary>
public interface IClockedGrain : IGrainWithStringKey
{
    /// <summary>
    /// Raises the next deadline if its time has come; else refuses with <c>no-escalation</c>. Whoever asks, and however often, each deadline
    /// is raised once: its command id follows from the deadline.
    /// </summary>
    /// <param name="tried">What was tried so far, in words.</param>
    [ResponseTimeout("00:00:02")]
    Task<Answer> RaiseDue(string tried);
}

/// <summary>A contact. Key: <c>contact-</c> and the command id that recorded it.</summary>
public interface IContactGrain : IAggregateGrain<ContactState>, IClockedGrain
{
    /// <summary>Decides, appends, answers.</summary>
    [ResponseTimeout("00:00:05")]
    Task<Answer> Execute(ContactCommand command, Domain.CommandContext context);
}

/// <summary>An incident. Key: <see cref="CadNumber.Key"/>.</summary>
public interface IIncidentGrain : IAggregateGrain<IncidentState>, IClockedGrain
{
    /// <summary>Decides, appends, answers.</summary>
    [ResponseTimeout("00:00:05")]
    Task<Answer> Execute(IncidentCommand command, Domain.CommandContext context);
}

/// <summary>A marker. Key: <c>marker-</c> and the command id that added it.</summary>
public interface IMarkerGrain : IAggregateGrain<MarkerState>, IClockedGrain
{
    /// <summary>Decides, appends, answers.</summary>
    [ResponseTimeout("00:00:05")]
    Task<Answer> Execute(MarkerCommand command, Domain.CommandContext context);
}

/// <summary>A despatch pod: sweeps the deadlines of its open incidents for as long as it is active. Key: <see cref="PodKey.Of"/>.</summary>
public interface IPodGrain : IGrainWithStringKey
{
    /// <summary>
    /// Nothing but a touch, which makes it active. Every silo touches every pod again and again, so that one whose silo has died is
    /// active elsewhere as soon as the cluster knows.
    /// </summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:02")]
    Task Touch();
}

/// <summary>The keys of pods' grains.</summary>
public static class PodKey
{
    /// <summary>What they begin with.</summary>
    public const string Prefix = "pod-";

    /// <summary>The key of a pod by its code.</summary>
    public static string Of(string code) => Prefix + code;
}

/// <summary>A unit. Key: <see cref="UnitState.KeyOf"/>.</summary>
public interface IUnitGrain : IAggregateGrain<UnitState>
{
    /// <summary>Decides, appends, answers.</summary>
    [ResponseTimeout("00:00:05")]
    Task<Answer> Execute(UnitCommand command, Domain.CommandContext context);
}

/// <summary>A report of police misconduct, for professional standards alone. Key: <see cref="MisconductState.KeyPrefix"/> and the command id that made it.</summary>
public interface IMisconductGrain : IAggregateGrain<MisconductState>
{
    /// <summary>Decides, appends, answers.</summary>
    [ResponseTimeout("00:00:05")]
    Task<Answer> Execute(MisconductCommand command, Domain.CommandContext context);
}

/// <summary>The CAD numbers of one day. Key: <see cref="Domain.Numbers.CadNumbers.KeyOf"/>.</summary>
public interface INumbersGrain : IGrainWithStringKey
{
    /// <summary>Takes a block of numbers for incidents that live at a site; nobody else gets it.</summary>
    /// <returns>The block's number.</returns>
    Task<int> Reserve(string site);
}

/// <summary>A silo's own end of the exchange of fixes and of its board's state. Key: <c>silo-</c> and the silo's name; lives on that silo.</summary>
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>Takes fixes that another silo received.</summary>
    [OneWay]
    [AlwaysInterleave]
    Task TakeFixes(FixBatch batch);

    /// <summary>How far this silo's board is.</summary>
    [AlwaysInterleave]
    Task<BoardReport> Report();
}

/// <summary>Fixes that arrived at one silo within a moment, the newest of each unit.</summary>
public sealed record FixBatch(IReadOnlyList<FixOf> Fixes);

/// <summary>A unit's fix.</summary>
public sealed record FixOf(string Callsign, Fix Fix);

/// <summary>How far a silo's board is.</summary>
/// <param name="Position">The last position applied.</param>
/// <param name="AsOf">When (UTC).</param>
public sealed record BoardReport(long Position, DateTimeOffset AsOf);
