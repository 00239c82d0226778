using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.EventLog;
using Microsoft.Extensions.Logging;

namespace Despatch.Board;

/// <summary>Reads facts for the board, among them the earlier ones of what had left it. One caller at a time.</summary>
internal sealed class FactReader(IEventLog log, EventCodec codec, ILogger logger)
{
    private const int Page = 1_000;

    /// <summary>The fact; null if it cannot be read, which is logged.</summary>
    public DomainEvent? Read(LoggedEvent logged)
    {
        try
        {
            return codec.Decode(logged) as DomainEvent
                ?? throw new EventLogException(EventLogFault.BadEvent, isTransient: false, $"'{logged.Name}' is no fact of the domain.");
        }
        catch (EventLogException fault) when (!fault.IsTransient)
        {
            logger.PassesOver(fault, logged.Name, logged.Position, logged.Stream, fault.Code);
            return null;
        }
    }

    /// <summary>
    /// The state, before this batch, of every incident and contact in it that is not on the board: it was closed, and is perhaps being
    /// opened again. Facts of one that never began legibly are taken out of the batch, and logged.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, IClocked>> RecallAsync(
        List<(LoggedEvent Logged, DomainEvent Fact)> facts, Board board, CancellationToken ct)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var closed = new Dictionary<string, IClocked>(StringComparer.Ordinal);
        var hopeless = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (logged, fact) in facts)
        {
            var key = logged.Stream;
            if (ClockedKind.Of(key) is not { } kind || known.Contains(key) || board.Clocked(key) is not null)
            {
                known.Add(key);
                continue;
            }

            var before = logged.Version == 1 ? kind.Initial : await BeforeAsync(kind, logged, ct);
            known.Add(key);
            closed[key] = before;
            if (!kind.Evolve(before, fact).Exists && hopeless.Add(key))
            {
                logger.LeavesOut(key);
            }
        }

        if (hopeless.Count > 0)
        {
            facts.RemoveAll(f => hopeless.Contains(f.Logged.Stream));
        }

        return closed;
    }

    private async Task<IClocked> BeforeAsync(ClockedKind kind, LoggedEvent first, CancellationToken ct)
    {
        var state = kind.Initial;
        var version = 0L;
        while (version < first.Version - 1)
        {
            var count = (int)Math.Min(Page, first.Version - 1 - version);
            var earlier = await log.ReadStreamAsync(first.Stream, version, count, ct);
            if (earlier.Count == 0)
            {
                break;
            }

            foreach (var logged in earlier)
            {
                state = Read(logged) is { } fact ? kind.Evolve(state, fact) : state;
            }

            version = earlier[^1].Version;
        }

        return state;
    }
}
