using System.Collections.Frozen;
using System.Threading.Channels;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.EventLog;
using Despatch.Gateway.Commands;
using Despatch.Gateway.History;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.Mdt;

/// <summary>
/// What goes down one stream: it follows the log for its units. The number of an item is the position of the fact that caused it, one item
/// to a fact.
/// </summary>
internal sealed class MdtDownlink(
    FrozenSet<string> units, ChannelWriter<V1.MdtDown> down, IEventLog log, EventCodec codec, Board.Board board, Desk desk,
    TimeProvider time) : IDisposable
{
    private const int PageSize = 1_000;

    private readonly Commitments _commitments = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Follows until stopped or cancelled.</summary>
    /// <param name="after">The last number that the service has dealt with; 0 begins with what its units are committed to now.</param>
    /// <param name="ct">Cancels it, which throws.</param>
    public async Task RunAsync(long after, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, _stop.Token);
        try
        {
            var from = after == 0 ? await BeginAsync(end.Token) : await ResumeAsync(after, end.Token);
            await foreach (var batch in log.FollowAsync(from, end.Token))
            {
                foreach (var logged in batch)
                {
                    await TellAsync(logged, end.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // Stopped in good order.
        }
    }

    /// <summary>Makes <see cref="RunAsync"/> return.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();

    /// <summary>What the units are committed to now. It is one picture: only its last item has a number.</summary>
    private async Task<long> BeginAsync(CancellationToken ct)
    {
        var picture = board.Picture();
        var sends = new List<V1.MdtSend>();
        foreach (var callsign in units)
        {
            if (picture.Units.TryGetValue(callsign, out var row) && row.State.IsCommitted)
            {
                var key = row.State.Incident;
                _commitments.Set(callsign, key);
                var incident = picture.Incidents.GetValueOrDefault(key) ?? await desk.IncidentAsync(key, ct);
                sends.Add(new V1.MdtSend { Callsign = callsign, Incident = ForCrews(incident) });
            }
        }

        if (sends.Count > 0)
        {
            sends[^1].Number = picture.Position;
        }

        foreach (var send in sends)
        {
            await down.WriteAsync(new V1.MdtDown { Send = send }, ct);
        }

        return picture.Position;
    }

    /// <summary>
    /// What the units were committed to at a position: what they are committed to now, except where a fact in between shows that it was
    /// something else.
    /// </summary>
    private async Task<long> ResumeAsync(long after, CancellationToken ct)
    {
        await board.WaitForAsync(after, ct);
        var picture = board.Picture();
        var then = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var position = after; position < picture.Position;)
        {
            var page = await log.ReadAsync(position, PageSize, ct);
            foreach (var logged in page.Where(e => e.Position <= picture.Position))
            {
                if (MdtFacts.IsOfUnit(logged, out var callsign) && units.Contains(callsign) && !then.ContainsKey(callsign))
                {
                    then[callsign] = codec.Decode(logged) is UnitFreed freed ? freed.Incident : "";
                }
            }

            position = page.Count > 0 ? page[^1].Position : picture.Position;
        }

        foreach (var callsign in units)
        {
            var now = picture.Units.TryGetValue(callsign, out var row) ? row.State.Incident : "";
            _commitments.Set(callsign, then.GetValueOrDefault(callsign, now));
        }

        return after;
    }

    private async ValueTask TellAsync(LoggedEvent logged, CancellationToken ct)
    {
        if (MdtFacts.IsOfUnit(logged, out var callsign))
        {
            if (units.Contains(callsign))
            {
                await TellOfUnitAsync(logged, callsign, ct);
            }
        }
        else if (_commitments.Concerns(logged.Stream) && MdtFacts.IsUpdate(logged))
        {
            var fact = (DomainEvent)codec.Decode(logged);
            var update = new V1.MdtUpdate
            {
                Number = logged.Position,
                Callsigns = { _commitments.UnitsOf(logged.Stream) },
                Incident = await IncidentAsync(logged.Stream, logged.Position, ct),
                Text = FactWords.Of(fact),
            };
            await down.WriteAsync(new V1.MdtDown { Update = update }, ct);
        }
    }

    private async ValueTask TellOfUnitAsync(LoggedEvent logged, string callsign, CancellationToken ct)
    {
        switch (codec.Decode(logged))
        {
            case UnitCommitted committed:
                _commitments.Set(callsign, committed.Incident);
                var incident = await IncidentAsync(committed.Incident, logged.Position, ct);
                var send = new V1.MdtSend { Number = logged.Position, Callsign = callsign, Incident = incident };
                await down.WriteAsync(new V1.MdtDown { Send = send }, ct);
                break;
            case UnitFreed freed:
                _commitments.Set(callsign, "");

                // Without a reason the crew left by itself, and knows.
                if (freed.Reason.Length > 0)
                {
                    var standDown = new V1.MdtStandDown
                    {
                        Number = logged.Position,
                        Callsign = callsign,
                        Cad = CadNumber.Spell(freed.Incident),
                        Reason = freed.Reason,
                    };
                    await down.WriteAsync(new V1.MdtDown { StandDown = standDown }, ct);
                }

                break;
        }
    }

    /// <summary>The incident as it was at that position, or newer: the board follows the same log.</summary>
    private async ValueTask<V1.Incident> IncidentAsync(string key, long position, CancellationToken ct)
    {
        await board.WaitForAsync(position, ct);
        return ForCrews(board.Incident(key) ?? await desk.IncidentAsync(key, ct));
    }

    /// <summary>
    /// What a crew must know before it goes in: the assessment, and with it markers, checks and who is vulnerable. Seeds, Learning the Lessons
    /// (004): the officers were not told that the man was a suicide risk.
    /// </summary>
    private V1.Incident ForCrews(IncidentState incident)
    {
        var wire = ToWire.Incident(incident);
        wire.Risk = RiskToWire.Risk(incident, time.GetUtcNow());
        return wire;
    }
}
