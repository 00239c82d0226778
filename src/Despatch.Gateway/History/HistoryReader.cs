using System.Text;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Linking;
using Despatch.EventLog;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.History;

/// <summary>An incident's facts as the log keeps them. Thread-safe.</summary>
internal sealed class HistoryReader(IEventLog log, EventCodec codec)
{
    private const int PageSize = 500;

    /// <summary>See incidents.proto.</summary>
    private const int MaxEarlier = 10;

    /// <summary>All facts of a stream in order; none if there is no such stream.</summary>
    public async Task<IReadOnlyList<V1.HistoryEntry>> ReadAsync(string stream, CancellationToken ct)
    {
        var entries = new List<V1.HistoryEntry>();
        while (true)
        {
            var page = await log.ReadStreamAsync(stream, entries.Count, PageSize, ct);
            entries.AddRange(page.Select(Entry));
            if (page.Count < PageSize)
            {
                return entries;
            }
        }
    }

    /// <summary>What came from a number before an incident, newest first; none without a number.</summary>
    public async Task<IReadOnlyList<V1.EarlierContact>> EarlierAsync(string number, string incident, CancellationToken ct)
    {
        if (LinkTags.Phone(number) is not { Length: > 0 } tag)
        {
            return [];
        }

        var found = await log.FindAsync(tag, MaxEarlier + 1, ct);
        return
        [
            .. found.Where(logged => !string.Equals(logged.Stream, incident, StringComparison.Ordinal))
                .Take(MaxEarlier)
                .Select(logged => ToWire.Earlier(Earlier.Of(logged.Stream, (DomainEvent)codec.Decode(logged.Name, logged.Data)))),
        ];
    }

    private V1.HistoryEntry Entry(LoggedEvent logged)
    {
        var fact = (DomainEvent)codec.Decode(logged.Name, logged.Data);
        return new V1.HistoryEntry
        {
            Position = logged.Position,
            Version = logged.Version,
            At = ToWire.Time(fact.At),
            Operator = fact.By.Operator,
            Role = Roles.Write(fact.By.Role),
            Name = logged.Name,
            Text = FactWords.Of(fact),
            Json = Encoding.UTF8.GetString(logged.Data.Span),
        };
    }
}
