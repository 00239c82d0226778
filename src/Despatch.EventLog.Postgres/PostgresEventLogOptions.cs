using Npgsql;

namespace Despatch.EventLog.Postgres;

/// <summary>Settings of the cluster's log. Immutable.</summary>
public sealed record PostgresEventLogOptions
{
    /// <summary>Where the database is, in Npgsql's words; time-outs, pool size and preparing are set here and not there.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// The role that is given the right to read and to append when the schema is applied; it must exist. Null: none. Silos then
    /// connect as the schema's owner.
    /// </summary>
    public string? ApplicationRole { get; init; }

    /// <summary>Appends that share one round trip, one transaction and one sync at most.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>Bytes of events and answers in one round trip, unless a single append has more.</summary>
    public long MaxBatchBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Appends that may wait for the writer; beyond it callers wait their turn to wait.</summary>
    public int MaxWaiting { get; init; } = 4_096;

    /// <summary>Connections that read at once. The log holds two more: one writes, one listens.</summary>
    public int Readers { get; init; } = 8;

    /// <summary>How long the server may take to accept a connection or to answer; rounded up to whole seconds.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often followers look for what no notification told them.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often a follower reads at most: the first event after a quiet moment at once, those of a storm together. Each commit of each silo
    /// wakes the followers of all; less than half of the 50 ms in which an event is to be on every board (issue 3). Measured against 10 ms
    /// (<c>write</c> at one site): 5 % more commands a second.
    /// </summary>
    public TimeSpan FollowPace { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The first wait before a lost connection is tried again; doubled up to <see cref="PollInterval"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Throws an <see cref="ArgumentException"/> that names the setting which makes no sense.</summary>
    internal void Check()
    {
        Ensure(!string.IsNullOrWhiteSpace(ConnectionString), nameof(ConnectionString));
        CheckConnectionString(ConnectionString, nameof(ConnectionString));
        Ensure(ApplicationRole is null || !string.IsNullOrWhiteSpace(ApplicationRole), nameof(ApplicationRole));
        Ensure(MaxBatch >= 1, nameof(MaxBatch));
        Ensure(MaxBatchBytes >= 1, nameof(MaxBatchBytes));
        Ensure(MaxWaiting >= 1, nameof(MaxWaiting));
        Ensure(Readers >= 1, nameof(Readers));
        Ensure(AnswerWithin > TimeSpan.Zero, nameof(AnswerWithin));
        Ensure(PollInterval > TimeSpan.Zero, nameof(PollInterval));
        Ensure(FollowPace >= TimeSpan.Zero, nameof(FollowPace));
        Ensure(FirstRetry > TimeSpan.Zero, nameof(FirstRetry));
    }

    private static void CheckConnectionString(string text, string setting)
    {
        var host = default(string);
        try
        {
            host = new NpgsqlConnectionStringBuilder(text).Host;
        }
        catch (Exception exception)
        {
            // Npgsql says that a value is wrong in many exceptions. The string holds a password: only the word Npgsql stumbled over is repeated.
            var word = (exception as ArgumentException)?.ParamName ?? "its form";
            throw new ArgumentException($"It is not a connection string in Npgsql's words (see '{word}').", setting, exception);
        }

        Ensure(!string.IsNullOrWhiteSpace(host), setting);
    }

    private static void Ensure(bool holds, string setting)
    {
        if (!holds)
        {
            throw new ArgumentException("The setting is missing or out of its range.", setting);
        }
    }
}
