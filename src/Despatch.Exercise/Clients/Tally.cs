using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Despatch.Exercise.Clients;

/// <summary>What clients did and what came of it. Any number of threads may count at once.</summary>
public sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private long _commands;
    private long _queries;
    private long _retries;
    private long _refused;

    /// <summary>How long durable commands took, as the client saw it; retries included, refused ones too.</summary>
    public LatencyHistogram Durable { get; } = new();

    /// <summary>How long queries took.</summary>
    public LatencyHistogram Asked { get; } = new();

    /// <summary>Durable commands that were accepted.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>Queries answered.</summary>
    public long Queries => Interlocked.Read(ref _queries);

    /// <summary>Calls sent again with the same command id.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Commands that a rule refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Refused commands by command and rule: <c>Assign unit-committed</c>.</summary>
    public ImmutableSortedDictionary<string, long> Refusals => _refusals.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>What failed without a rule, by command and status: <c>Assign Unavailable</c>.</summary>
    public ImmutableSortedDictionary<string, long> Faults => _faults.ToImmutableSortedDictionary(StringComparer.Ordinal);

    internal void CountCommand(TimeSpan took)
    {
        Interlocked.Increment(ref _commands);
        Durable.Record(took);
    }

    internal void CountQuery(TimeSpan took)
    {
        Interlocked.Increment(ref _queries);
        Asked.Record(took);
    }

    internal void CountRetry() => Interlocked.Increment(ref _retries);

    internal void CountRefusal(string command, string code, TimeSpan took)
    {
        Interlocked.Increment(ref _refused);
        _refusals.AddOrUpdate($"{command} {code}", 1, static (_, n) => n + 1);
        Durable.Record(took);
    }

    internal void CountFault(string command, string what) => _faults.AddOrUpdate($"{command} {what}", 1, static (_, n) => n + 1);
}
