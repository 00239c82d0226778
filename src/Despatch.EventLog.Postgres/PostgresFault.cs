using System.Net.Sockets;
using Npgsql;

namespace Despatch.EventLog.Postgres;

/// <summary>Turns what Npgsql throws into the log's faults, by SQLSTATE and type; never by its message texts.</summary>
internal static class PostgresFault
{
    public const string Closed = "The event log was closed.";

    public static EventLogException OfClosed() => new(EventLogFault.Closed, isTransient: false, Closed);

    /// <summary>Whether <see cref="Of"/> knows what to make of it.</summary>
    public static bool IsOne(Exception exception) => exception is NpgsqlException or TimeoutException or IOException or SocketException;

    public static EventLogException Of(Exception exception, string action)
    {
        if (exception is EventLogException fault)
        {
            return fault;
        }

        if (exception is PostgresException refused)
        {
            var (code, isTransient) = OfState(refused.SqlState);
            return new(code, isTransient, $"PostgreSQL could not {action} ({refused.SqlState}): {refused.MessageText}", exception);
        }

        return new(EventLogFault.StoreUnavailable, isTransient: true, $"PostgreSQL could not be reached to {action}.", exception);
    }

    private static (string Code, bool IsTransient) OfState(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => (EventLogFault.DiskFull, false),
        PostgresErrorCodes.LockNotAvailable => (EventLogFault.StoreBusy, true),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => (EventLogFault.StoreBusy, true),

        // The function judges every append before it writes. If a key refuses one nevertheless, somebody wrote past its lock.
        PostgresErrorCodes.UniqueViolation => (EventLogFault.StoreBusy, true),

        // A standby that is about to be promoted, or a primary that has just been demoted.
        PostgresErrorCodes.ReadOnlySqlTransaction => (EventLogFault.ReadOnly, true),
        PostgresErrorCodes.InsufficientPrivilege => (EventLogFault.ReadOnly, false),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => (EventLogFault.Corrupt, false),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction => (EventLogFault.Corrupt, false),

        // Classes: lost connections, lack of resources, an operator's hand (shutdown, start-up, cancel), the system below.
        _ => (EventLogFault.StoreUnavailable, state[..2] is "08" or "53" or "57" or "58"),
    };
}
