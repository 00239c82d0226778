namespace Despatch.EventLog.Postgres.Reading;

/// <summary>
/// Walks the chains some streams at a time, in the order of their names: so it needs little memory however long the log, and no
/// snapshot stays open and keeps the server from cleaning up. What lies at or below a head never changes, so the pages need no
/// common snapshot.
/// </summary>
internal sealed class ChainWalk(LogReader reader)
{
    private const int StreamsPerPage = 256;

    // One statement sees one state of the log, so an append in between cannot look like a stray event.
    private const string Strays =
        "SELECT e.stream, e.version FROM despatch.events e LEFT JOIN despatch.heads h ON h.stream = e.stream "
        + "WHERE h.stream IS NULL OR e.version > h.version OR e.version < 1 LIMIT 1";

    private long _events;
    private long _streams;

    public async Task<ChainReport> RunAsync(CancellationToken ct)
    {
        var after = string.Empty;
        while (await HeadsAsync(after, ct) is { Count: > 0 } heads)
        {
            await WalkAsync(heads, ct);
            _streams += heads.Count;
            if (heads.Find(head => head.Break is not null) is { } broken)
            {
                return new ChainReport(_events, _streams, new ChainBreak(broken.Stream, broken.Break!.Value));
            }

            after = heads[^1].Stream;
        }

        ChainBreak? stray = null;
        await reader.RunAsync(Strays, row => stray = new ChainBreak(row.GetString(0), row.GetInt64(1)), ct);
        return new ChainReport(_events, _streams, stray);
    }

    private async Task<List<Chain>> HeadsAsync(string after, CancellationToken ct)
    {
        var heads = new List<Chain>();
        await reader.RunAsync(
            "SELECT stream, version, hash FROM despatch.heads WHERE stream > $1 ORDER BY stream LIMIT $2",
            row => heads.Add(new Chain(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2))),
            ct,
            after,
            StreamsPerPage);
        return heads;
    }

    private async Task WalkAsync(List<Chain> heads, CancellationToken ct)
    {
        var chains = heads.ToDictionary(head => head.Stream, StringComparer.Ordinal);
        await reader.RunAsync(
            "SELECT stream, version, name, at, data, hash FROM despatch.events WHERE stream >= $1 AND stream <= $2 ORDER BY stream, version",
            row =>
            {
                // Beyond its head: appended since, or a stray, which is looked for at the end.
                if (chains.TryGetValue(row.GetString(0), out var chain) && row.GetInt64(1) <= chain.Version)
                {
                    _events++;
                    chain.Add(
                        row.GetInt64(1),
                        row.GetString(2),
                        LogTime.FromMicroseconds(row.GetInt64(3)),
                        row.GetFieldValue<byte[]>(4),
                        row.GetFieldValue<byte[]>(5));
                }
            },
            ct,
            heads[0].Stream,
            heads[^1].Stream);
        heads.ForEach(head => head.End());
    }

    /// <summary>One stream's head, and how far its chain was walked.</summary>
    private sealed class Chain(string stream, long version, byte[] hash)
    {
        private ReadOnlyMemory<byte> _hash = EventHash.Start;
        private long _version;

        public string Stream => stream;

        public long Version => version;

        public long? Break { get; private set; }

        public void Add(long number, string name, DateTimeOffset at, byte[] data, byte[] expected)
        {
            if (Break is not null)
            {
                return;
            }

            _version++;
            _hash = EventHash.Compute(_hash.Span, stream, _version, name, at, data);
            if (number != _version || !_hash.Span.SequenceEqual(expected))
            {
                Break = _version;
            }
        }

        public void End()
        {
            if (_version < version)
            {
                Break ??= _version + 1;
            }
            else if (!_hash.Span.SequenceEqual(hash))
            {
                Break ??= version;
            }
        }
    }
}
