using System.Data;
using Despatch.EventLog;

namespace Despatch.Grains.Aggregates;

/// <summary>
/// The log cannot be reached just now, or its disk is full, told in a way that crosses silos: as a <see cref="DataException"/> or a
/// <see cref="ReadOnlyException"/>, because only exceptions of the framework's own types arrive as themselves.
/// </summary>
internal static class LogAway
{
    private const string CodeKey = "code";

    /// <summary>The log's code for the fault that an exception tells of; null if it tells of none.</summary>
    public static string? CodeOf(Exception fault) => (fault as EventLogException)?.Code ?? fault.Data[CodeKey] as string;

    /// <summary>The result; or, for a fault of the log that will pass or of which nothing was written, the exception that tells of it.</summary>
    public static async ValueTask<T> TellAsync<T>(ValueTask<T> asked)
    {
        EventLogException away;
        try
        {
            return await asked;
        }
        catch (EventLogException fault) when (fault.IsTransient || IsFull(fault))
        {
            away = fault;
        }

        // Without the log's own exception inside: that would not cross either, and take this one along.
        var told = IsFull(away) ? new ReadOnlyException(away.Message) : new DataException(away.Message);
        told.Data[CodeKey] = away.Code;
        throw told;
    }

    private static bool IsFull(EventLogException fault) => string.Equals(fault.Code, EventLogFault.DiskFull, StringComparison.Ordinal);
}
