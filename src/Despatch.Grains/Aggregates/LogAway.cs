using System.Data;
using Despatch.EventLog;

namespace Despatch.Grains.Aggregates;

/// <summary>
/// The log cannot be reached just now, told in a way that crosses silos: as a <see cref="DataException"/>, because only exceptions of the
/// framework's own types arrive as themselves.
/// </summary>
internal static class LogAway
{
    /// <summary>The result; or, for a fault of the log that will pass, a <see cref="DataException"/> with its message.</summary>
    public static async ValueTask<T> TellAsync<T>(ValueTask<T> asked)
    {
        try
        {
            return await asked;
        }
        catch (EventLogException away) when (away.IsTransient)
        {
            throw new DataException(away.Message, away);
        }
    }
}
