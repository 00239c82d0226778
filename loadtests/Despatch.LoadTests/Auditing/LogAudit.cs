using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.EventLog;
using Despatch.EventLog.Postgres;
using Npgsql;

namespace Despatch.LoadTests.Auditing;

/// <summary>What the log says of a run.</summary>
/// <param name="Lost">Acknowledged commands that it does not hold: <c>AddEntry 0199...</c>.</param>
/// <param name="Doubles">Units that were committed to two incidents at once: <c>AS21 to 12 and 17, position 812</c>.</param>
/// <param name="Events">How many events it holds.</param>
/// <param name="ChainIsIntact">Whether the hash chain of every stream holds.</param>
internal sealed record AuditReport(ImmutableArray<string> Lost, ImmutableArray<string> Doubles, long Events, bool ChainIsIntact);

/// <summary>
/// Holds a ledger against the log itself, read past every silo: with the database's own statements for commands, and with the domain's
/// fold of every incident for what units were committed to.
/// </summary>
internal static class LogAudit
{
    private const int Page = 5_000;
    private const int IdsAtOnce = 1_000;

    public static async Task<AuditReport> RunAsync(string postgres, Ledger ledger, TimeProvider time, CancellationToken cancel)
    {
        var lost = await LostAsync(postgres, ledger, cancel);
        await using var log = await PostgresEventLog.OpenAsync(new PostgresEventLogOptions { ConnectionString = postgres }, time, cancel);
        var (doubles, events) = await DoublesAsync(log, cancel);
        var chain = await log.VerifyAsync(cancel);
        return new AuditReport(lost, doubles, events, chain.IsIntact);
    }

    private static async Task<ImmutableArray<string>> LostAsync(string postgres, Ledger ledger, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(postgres);
        var lost = ImmutableArray.CreateBuilder<string>();
        foreach (var chunk in ledger.Accepted.Chunk(IdsAtOnce))
        {
            await using var command = source.CreateCommand("SELECT given FROM unnest($1) AS given WHERE given NOT IN (SELECT id FROM despatch.commands WHERE id = ANY ($1))");
            command.Parameters.AddWithValue(chunk.Select(c => c.Key).ToArray());
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
            {
                var id = rows.GetString(0);
                lost.Add($"{ledger.Accepted[id]} {id}");
            }
        }

        return lost.ToImmutable();
    }

    // Facts of one append have one time: a unit that leaves one incident for another is on both between two facts of it, and that is no fault.
    private static async Task<(ImmutableArray<string> Doubles, long Events)> DoublesAsync(PostgresEventLog log, CancellationToken cancel)
    {
        var codec = new EventCodec(EventNames.Catalogue);
        var incidents = new Dictionary<string, IncidentState>(StringComparer.Ordinal);
        var holders = new Dictionary<string, ImmutableHashSet<string>>(StringComparer.Ordinal);
        var suspects = new HashSet<string>(StringComparer.Ordinal);
        var doubles = ImmutableArray.CreateBuilder<string>();
        var (position, events, at) = (0L, 0L, DateTimeOffset.MinValue);
        while (await log.ReadAsync(position, Page, cancel) is { Count: > 0 } page)
        {
            foreach (var logged in page)
            {
                events++;
                if (logged.At != at)
                {
                    Judge(logged.Position);
                    at = logged.At;
                }

                if (logged.Stream.StartsWith("incident-", StringComparison.Ordinal))
                {
                    Take(logged);
                }
            }

            position = page[^1].Position;
        }

        Judge(position + 1);
        return (doubles.ToImmutable(), events);

        void Take(LoggedEvent logged)
        {
            var before = incidents.GetValueOrDefault(logged.Stream, IncidentState.Initial);
            var after = IncidentState.Evolve(before, (DomainEvent)codec.Decode(logged.Name, logged.Data));
            incidents[logged.Stream] = after;
            foreach (var left in before.Assignments.Where(a => !after.Assignments.Any(b => string.Equals(b.Callsign, a.Callsign, StringComparison.Ordinal))))
            {
                holders[left.Callsign] = holders[left.Callsign].Remove(logged.Stream);
            }

            foreach (var callsign in after.Assignments.Select(a => a.Callsign))
            {
                holders[callsign] = holders.GetValueOrDefault(callsign, []).Add(logged.Stream);
                suspects.Add(callsign);
            }
        }

        void Judge(long before)
        {
            foreach (var callsign in suspects.Where(c => holders[c].Count > 1))
            {
                doubles.Add($"{callsign} to {string.Join(" and ", holders[callsign])}, before position {before}");
            }

            suspects.Clear();
        }
    }
}
