using System.Text;
using Despatch.Domain;
using Despatch.Domain.Incidents;
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

    /// <summary>All facts of an incident in order, and what comes of them; none if there is no such stream. It asks no grain.</summary>
    public async Task<(IReadOnlyList<V1.HistoryEntry> Entries, IncidentState Incident)> ReadAsync(string stream, CancellationToken ct)
    {
        var entries = new List<V1.HistoryEntry>();
        var incident = IncidentState.Initial;
        while (true)
        {
            var page = await log.ReadStreamAsync(stream, entries.Count, PageSize, ct);
            foreach (var logged in page)
            {
                var fact = (DomainEvent)codec.Decode(logged.Name, logged.Data);
                incident = IncidentState.Evolve(incident, fact);
                entries.Add(Entry(logged, fact));
            }

            if (page.Count < PageSize)
            {
                return (entries, incident);
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

    private static V1.HistoryEntry Entry(LoggedEvent logged, DomainEvent fact) => new()
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
