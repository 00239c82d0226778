using System.Text;

namespace Despatch.EventLog.Tests.Contract;

/// <summary>What every store must do. A store's tests derive from this class and say how it is opened.</summary>
public abstract partial class EventLogContract : IAsyncDisposable
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 30, 0, 123, 456, TimeSpan.Zero);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens this test's own log; again the same one after <see cref="CloseAsync"/>.</summary>
    protected abstract Task<IEventLog> OpenAsync(TimeProvider? clock = null);

    protected abstract Task CloseAsync(IEventLog log);

    public abstract ValueTask DisposeAsync();

    protected static NewEvent Event(string text, params string[] tags) =>
        new("test.happened.v1", Encoding.UTF8.GetBytes(text), [.. tags]);

    protected static StreamWrite Write(string stream, long expectedVersion, params string[] texts) =>
        new(stream, expectedVersion, [.. texts.Select(text => Event(text))]);

    protected static AppendRequest Request(params StreamWrite[] writes) => new([.. writes], Command: null);

    protected static CommandRecord Command(string id, string answer = "answer") =>
        new(id, $"fingerprint of {id}", Encoding.UTF8.GetBytes(answer));

    protected static string TextOf(LoggedEvent logged) => Encoding.UTF8.GetString(logged.Data.Span);

    protected static async Task<AppendResult.Appended> AppendedAsync(IEventLog log, AppendRequest request) =>
        Assert.IsType<AppendResult.Appended>(await log.AppendAsync(request, Ct));

    protected static void AssertTexts(IEnumerable<LoggedEvent> events, params string[] texts) =>
        Assert.Equal(texts, events.Select(TextOf), StringComparer.Ordinal);

    protected static async Task AssertStreamAsync(IEventLog log, string stream, params string[] texts) =>
        AssertTexts(await log.ReadStreamAsync(stream, 0, 1_000, Ct), texts);

    /// <summary>Follows until so many events have come, and gives them.</summary>
    protected static async Task<List<LoggedEvent>> FollowAsync(IEventLog log, long afterPosition, int count)
    {
        var events = new List<LoggedEvent>();
        if (count == 0)
        {
            return events;
        }

        await foreach (var batch in log.FollowAsync(afterPosition, Ct))
        {
            Assert.NotEmpty(batch);
            events.AddRange(batch);
            if (events.Count >= count)
            {
                break;
            }
        }

        return events;
    }

    protected sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
