using System.Text;
using Despatch.Domain;
using Despatch.EventLog;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.History;

/// <summary>An incident's facts as the log keeps them. Thread-safe.</summary>
internal sealed class HistoryReader(IEventLog log, EventCodec codec)
{
    private const int PageSize = 500;

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
