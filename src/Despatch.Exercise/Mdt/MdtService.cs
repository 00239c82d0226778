using System.Collections.Immutable;
using System.Diagnostics;
using Despatch.Exercise.Clients;
using Despatch.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Exercise.Mdt;

/// <summary>
/// An MDT service as a client of <c>Mdt.Sync</c>: one stream for many units. It opens the stream again when it breaks, sends again
/// what was not acknowledged, and passes what comes down to the crews once each. Safe for concurrent callers.
/// </summary>
public sealed class MdtService : IDisposable
{
    /// <summary>A crew's acts are its own: what an MDT service sends comes from a crew.</summary>
    public const string Role = "crew";

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FixEvery = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly MdtOutbox _outbox = new();
    private readonly Dictionary<long, TaskCompletionSource<MdtDown>> _asked = [];
    private readonly Queue<MdtUp> _ready = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly MdtPositions _positions;
    private readonly ImmutableArray<string> _callsigns;
    private readonly ICrewTerminals _crews;
    private readonly Func<CancellationToken, IMdtStream> _open;
    private readonly Tally _tally;
    private readonly TimeProvider _time;
    private readonly Func<string> _newCommandId;
    private long _fixesUnderWay;

    /// <summary>A service over any stream; a test's, for one.</summary>
    public MdtService(
        IEnumerable<string> callsigns,
        ICrewTerminals crews,
        Func<CancellationToken, IMdtStream> open,
        Func<string> newCommandId,
        Tally tally,
        TimeProvider time)
    {
        _callsigns = [.. callsigns];
        _crews = crews;
        _open = open;
        _newCommandId = newCommandId;
        _tally = tally;
        _time = time;
        _positions = new MdtPositions(time);
    }

    /// <summary>A service over gRPC.</summary>
    public MdtService(string name, IEnumerable<string> callsigns, ICrewTerminals crews, CommandClient client)
        : this(callsigns, crews, c => GrpcMdtStream.Open(client, new Person(name, Role), c), client.NewCommandId, client.Tally, client.Time)
    {
    }

    /// <summary>How often a stream was opened.</summary>
    public int Streams { get; private set; }

    /// <summary>
    /// A crew presses a status. The answer is <see cref="MdtAccepted"/> or <see cref="MdtRefused"/>, and comes after a reconnection
    /// too, because the item is sent again until it is answered.
    /// </summary>
    /// <exception cref="TimeoutException">No answer within half a minute.</exception>
    public Task<MdtDown> SetStatusAsync(string callsign, int status, Domain.Point? at, CancellationToken cancel) =>
        SendAsync($"Status {status}", id => new MdtUp { Status = StatusOf(id, callsign, status, at) }, cancel);

    /// <summary>A crew says that it has taken in what it was shown of its incident; answered as a status is.</summary>
    /// <exception cref="TimeoutException">No answer within half a minute.</exception>
    public Task<MdtDown> AcknowledgeAsync(string callsign, string cad, int briefing, CancellationToken cancel) => SendAsync(
        "Briefed", id => new MdtUp { Briefed = new MdtBriefed { CommandId = id, Callsign = callsign, Cad = cad, Briefing = briefing } }, cancel);

    /// <summary>Says where a unit is. The newest wins: positions are gathered while an earlier message is under way.</summary>
    public void Report(string callsign, Domain.Point at)
    {
        _positions.Report(callsign, at);
        _work.Release();
    }

    /// <summary>Keeps a stream up until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var heartbeat = _time.CreateTimer(_ => Again(), null, FixEvery, FixEvery);
        var pause = TimeSpan.FromMilliseconds(50);
        while (!cancel.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            try
            {
                await RunStreamAsync(cancel);
            }
            catch (RpcException failure) when (!cancel.IsCancellationRequested)
            {
                _tally.CountFault("Sync", failure.StatusCode.ToString());
            }
            catch (Exception) when (cancel.IsCancellationRequested)
            {
                return;
            }

            pause = _time.GetElapsedTime(began) > LongestPause ? TimeSpan.FromMilliseconds(50) : pause + pause;
            await Task.Delay(pause < LongestPause ? pause : LongestPause, _time, cancel)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _work.Dispose();

    // Terminals report where they stand too: a place nobody confirms grows stale.
    private void Again()
    {
        _positions.Again();
        _work.Release();
    }

    private MdtStatus StatusOf(string id, string callsign, int status, Domain.Point? at) => new()
    {
        CommandId = id,
        Callsign = callsign,
        Status = status,
        Fix = at is { } point ? _positions.FixAt(point) : null,
    };

    private async Task<MdtDown> SendAsync(string what, Func<string, MdtUp> make, CancellationToken cancel)
    {
        var began = _time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            var down = await AskAsync(make(_newCommandId()), cancel);
            var took = _time.GetElapsedTime(began);
            if (down.ItemCase != MdtDown.ItemOneofCase.Refused)
            {
                _tally.CountCommand(took);
                return down;
            }

            var code = down.Refused.Refusal.Code;
            _tally.CountRefusal(what, code, took);
            if (!Refusals.IsWorthAnotherTry(code) || tries > 3)
            {
                return down;
            }
        }
    }

    private async Task<MdtDown> AskAsync(MdtUp item, CancellationToken cancel)
    {
        var answered = new TaskCompletionSource<MdtDown>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _asked.Add(_outbox.Add(item), answered);
            _ready.Enqueue(item);
        }

        _work.Release();
        return await answered.Task.WaitAsync(TimeSpan.FromSeconds(30), _time, cancel);
    }

    private async Task RunStreamAsync(CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var stream = _open(over.Token);
        IReadOnlyList<MdtUp> opening;
        lock (_lock)
        {
            Streams++;
            opening = _outbox.Opening(_callsigns);
            _ready.Clear();
        }

        var reading = ReadAllAsync(stream, over.Token);
        var writing = WriteAllAsync(stream, opening, over.Token);
        var first = await Task.WhenAny(reading, writing);
        await over.CancelAsync();
        await Task.WhenAll(reading, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private async Task WriteAllAsync(IMdtStream stream, IReadOnlyList<MdtUp> opening, CancellationToken cancel)
    {
        foreach (var item in opening)
        {
            await stream.WriteAsync(item, cancel);
        }

        while (true)
        {
            while (NextUp() is { } item)
            {
                await stream.WriteAsync(item, cancel);
            }

            await _work.WaitAsync(cancel);
        }
    }

    private MdtUp? NextUp()
    {
        lock (_lock)
        {
            if (_ready.TryDequeue(out var item))
            {
                return item;
            }

            if (_fixesUnderWay == 0 && _positions.Take() is { } fixes)
            {
                var up = new MdtUp { Fixes = fixes };
                _fixesUnderWay = _outbox.Add(up);
                return up;
            }

            return _outbox.Acknowledgement();
        }
    }

    private async Task ReadAllAsync(IMdtStream stream, CancellationToken cancel)
    {
        while (await stream.ReadAsync(cancel) is { } down)
        {
            switch (down.ItemCase)
            {
                case MdtDown.ItemOneofCase.Accepted:
                    Settle(down.Accepted.Number, down);
                    break;
                case MdtDown.ItemOneofCase.Refused:
                    Settle(down.Refused.Number, down);
                    break;
                case MdtDown.ItemOneofCase.Send when IsNew(down.Send.Number):
                    _crews.OnSend(down.Send);
                    break;
                case MdtDown.ItemOneofCase.Update when IsNew(down.Update.Number):
                    _crews.OnUpdate(down.Update);
                    break;
                case MdtDown.ItemOneofCase.StandDown when IsNew(down.StandDown.Number):
                    _crews.OnStandDown(down.StandDown);
                    break;
                default:
                    break;
            }
        }
    }

    private bool IsNew(long number)
    {
        bool fresh;
        lock (_lock)
        {
            fresh = _outbox.IsNew(number);
        }

        _work.Release();
        return fresh;
    }

    private void Settle(long number, MdtDown down)
    {
        TaskCompletionSource<MdtDown>? asked;
        lock (_lock)
        {
            if (!_outbox.Settle(number))
            {
                return;
            }

            if (_fixesUnderWay == number)
            {
                _fixesUnderWay = 0;
            }

            _asked.Remove(number, out asked);
        }

        _work.Release();
        asked?.TrySetResult(down);
    }
}
