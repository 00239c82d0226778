using System.Net.Sockets;
using Despatch.EventLog;
using Despatch.Pack;
using Npgsql;

namespace Despatch.Host.Commands;

/// <summary>What can be wrong outside the program is told in a sentence and an exit code, without a stack trace.</summary>
internal static class Problems
{
    private const int BadSurroundings = 2;

    /// <summary>Runs a command; reports what its surroundings lack.</summary>
    public static async Task<int> ReportAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is EventLogException or PackException or IOException or UnauthorizedAccessException or NpgsqlException or SocketException or UriFormatException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return BadSurroundings;
        }
    }
}
