using System.Globalization;
using System.Text;
using Despatch.EventLog.Postgres;

namespace Despatch.EventLog.PostgresTests;

/// <summary>What the tests beyond the contract share.</summary>
internal static class PostgresTest
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<PostgresEventLog> OpenAsync(string database) => OpenAsync(new PostgresEventLogOptions { ConnectionString = database });

    public static Task<PostgresEventLog> OpenAsync(PostgresEventLogOptions options) =>
        PostgresEventLog.OpenAsync(options, TimeProvider.System, Ct);

    public static AppendRequest Request(string stream, long version, string text, string? command = null) => new(
        [new StreamWrite(stream, version, [new NewEvent("test.happened.v1", Encoding.UTF8.GetBytes(text), [])])],
        command is null ? null : new CommandRecord(command, "fingerprint", Encoding.UTF8.GetBytes(text)));

    public static async Task<AppendResult> AppendAsync(this IEventLog log, string stream, long version, string text = "text") =>
        await log.AppendAsync(Request(stream, version, text), Ct);

    /// <summary>Appends, and does it again with the same command id while the fault is one that passes.</summary>
    public static async Task<AppendResult> InsistAsync(this IEventLog log, AppendRequest request)
    {
        while (true)
        {
            try
            {
                return await log.AppendAsync(request, Ct);
            }
            catch (EventLogException fault) when (fault.IsTransient)
            {
                Ct.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }

    /// <summary>Follows, from the start unless told otherwise, until so many events have come.</summary>
    public static async Task<List<LoggedEvent>> FollowAsync(IEventLog log, int count, long afterPosition = 0)
    {
        var events = new List<LoggedEvent>();
        await foreach (var batch in log.FollowAsync(afterPosition, Ct))
        {
            events.AddRange(batch);
            if (events.Count >= count)
            {
                break;
            }
        }

        return events;
    }

    /// <summary>Three streams of a hundred events each.</summary>
    public static async Task FillAsync(IEventLog log)
    {
        for (var stream = 0; stream < 3; stream++)
        {
            var events = Enumerable.Range(1, 100)
                .Select(i => new NewEvent("test.happened.v1", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event {i}")), []));
            await log.AppendAsync(new AppendRequest([new StreamWrite($"incident/{stream}", 0, [.. events])], Command: null), Ct);
        }
    }
}
