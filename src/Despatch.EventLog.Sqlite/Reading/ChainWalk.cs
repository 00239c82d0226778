namespace Despatch.EventLog.Sqlite.Reading;

/// <summary>
/// Walks the chain stream by stream, a page at a time: so it needs little memory however long the log, and no read
/// transaction stays open and keeps the write-ahead log from shrinking. What lies at or below a head never changes, so the
/// pages need no common snapshot.
/// </summary>
internal sealed class ChainWalk(ReadPool pool)
{
    private const int StreamsPerPage = 256;
    private const int EventsPerPage = 64;

    private long _events;
    private long _streams;

    public async Task<ChainReport> RunAsync(CancellationToken ct)
    {
        var afterId = 0L;
        while (true)
        {
            var from = afterId;
            var streams = await pool.UseAsync(connection => connection.Walk.Streams(from, StreamsPerPage), ct);
            foreach (var stream in streams)
            {
                if (await WalkAsync(stream, ct) is { } found)
                {
                    return new ChainReport(_events, _streams, found);
                }
            }

            if (streams.Count == 0)
            {
                break;
            }

            afterId = streams[^1].Id;
        }

        var stray = await pool.UseAsync(connection => connection.Walk.FindStray(), ct);
        return new ChainReport(_events, _streams, stray);
    }

    private async Task<ChainBreak?> WalkAsync(WalkedStream stream, CancellationToken ct)
    {
        _streams++;
        var (version, hash) = (0L, EventHash.Start);
        while (version < stream.Version)
        {
            var after = version;
            var count = (int)Math.Min(EventsPerPage, stream.Version - after);
            var page = await pool.UseAsync(connection => connection.Walk.Events(stream.Id, after, count), ct);
            if (page.Count == 0)
            {
                return new ChainBreak(stream.Name, version + 1);
            }

            foreach (var item in page)
            {
                version++;
                _events++;
                hash = EventHash.Compute(hash.Span, stream.Name, version, item.Name, item.At, item.Data);
                if (item.Version != version || !hash.Span.SequenceEqual(item.Hash))
                {
                    return new ChainBreak(stream.Name, version);
                }
            }
        }

        return hash.Span.SequenceEqual(stream.Hash) ? null : new ChainBreak(stream.Name, version);
    }
}
