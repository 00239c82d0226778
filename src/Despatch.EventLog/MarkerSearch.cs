using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Markers;

namespace Despatch.EventLog;

/// <summary>
/// Finds the markers known about people, addresses and phones, straight from the log: by the tags they were added under, and then by comparing.
/// Thread-safe.
/// </summary>
public sealed class MarkerSearch(IEventLog log, EventCodec codec)
{
    /// <summary>So many that sound alike are compared under one tag, the newest first: every borough has its 14 High Street.</summary>
    private const int MostAlike = 500;

    private const int PageSize = 500;

    /// <summary>All markers about any of these, each once with its key, expired and withdrawn ones too; newest first.</summary>
    /// <exception cref="EventLogException">A fault of the store.</exception>
    public async ValueTask<ImmutableArray<(string Key, MarkerState Marker)>> FindAsync(
        ImmutableArray<MarkerSubject> subjects, CancellationToken ct)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var subject in subjects)
        {
            foreach (var tag in subject.Tags())
            {
                foreach (var logged in await log.FindAsync(tag, MostAlike, ct))
                {
                    if (!found.ContainsKey(logged.Stream)
                        && codec.Decode(logged.Name, logged.Data) is MarkerAdded added && added.Subject.IsSame(subject))
                    {
                        found.Add(logged.Stream, logged.Position);
                    }
                }
            }
        }

        var markers = ImmutableArray.CreateBuilder<(string, MarkerState)>(found.Count);
        foreach (var (stream, _) in found.OrderByDescending(static f => f.Value))
        {
            markers.Add((stream, await ReadAsync(stream, ct)));
        }

        return markers.MoveToImmutable();
    }

    private async ValueTask<MarkerState> ReadAsync(string stream, CancellationToken ct)
    {
        var (state, version) = (MarkerState.Initial, 0L);
        while (true)
        {
            var page = await log.ReadStreamAsync(stream, version, PageSize, ct);
            foreach (var logged in page)
            {
                (state, version) = (MarkerState.Evolve(state, (DomainEvent)codec.Decode(logged.Name, logged.Data)), logged.Version);
            }

            if (page.Count < PageSize)
            {
                return state;
            }
        }
    }
}
