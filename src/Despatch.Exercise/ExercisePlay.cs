using Despatch.Domain;
using Despatch.Exercise.Calls;
using Despatch.Exercise.Clients;
using Despatch.Exercise.People;
using Grpc.Core;

namespace Despatch.Exercise;

/// <summary>One exercise while it is played.</summary>
internal sealed class ExercisePlay : IDisposable
{
    private readonly ExerciseOptions _options;
    private readonly CommandClient _client;
    private readonly ExerciseClock _clock;
    private readonly Stage _stage;
    private readonly CancellationTokenSource _over;
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _began;
    private int _underWay = 1;

    public ExercisePlay(ExerciseOptions options, CommandClient client, CancellationTokenSource over)
    {
        _options = options;
        _client = client;
        _over = over;
        _began = options.Time.GetTimestamp();
        _clock = new ExerciseClock(options.Speed is > 0 ? options.Speed : null, options.AtOnce, options.Time, OnFault, over.Token);
        _stage = new Stage(options, client, _clock);
    }

    /// <summary>What went wrong in the exercise itself, if anything.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>From booking on until nothing is left to do or time is up.</summary>
    public async Task PlayAsync()
    {
        await _stage.Fleet.BookOnAsync();
        var terminals = _stage.Fleet.RunAsync();
        await _stage.Fleet.GoOnPatrolAsync();
        _clock.RunTogether(_stage.Fleet.PatrolAsync, CallAsync, CloseDownAsync);
        await _quiet.Task.WaitAsync(_over.Token);
        await _over.CancelAsync();
        await terminals;
    }

    public ExerciseProgress Progress()
    {
        var counts = _stage.Counts;
        var tally = _client.Tally;
        return new ExerciseProgress(
            _clock.Now, counts.Contacts, counts.Incidents, counts.Assigned, counts.Closed, tally.Refused, _stage.Fleet.Count,
            tally.Commands, tally.Durable.Percentile(0.99));
    }

    public ExerciseReport Report()
    {
        var counts = _stage.Counts;
        var tally = _client.Tally;
        return new ExerciseReport
        {
            Contacts = counts.Contacts,
            Incidents = counts.Incidents,
            Assigned = counts.Assigned,
            Diverted = counts.Diverted,
            StoodDown = counts.StoodDown,
            Closed = counts.Closed,
            Open = _stage.Open.Count,
            Refused = tally.Refused,
            Faults = tally.Faults.Values.Sum(),
            Commands = tally.Commands,
            Units = _stage.Fleet.Count,
            P50Ms = tally.Durable.Percentile(0.5).TotalMilliseconds,
            P99Ms = tally.Durable.Percentile(0.99).TotalMilliseconds,
            ClockHours = _clock.Now.TotalHours,
            Seconds = _options.Time.GetElapsedTime(_began).TotalSeconds,
            Refusals = tally.Refusals,
            FaultsByCall = tally.Faults,
        };
    }

    public void Dispose()
    {
        _clock.Dispose();
        _stage.Fleet.Dispose();
    }

    // All callers, one after the other.
    private async Task CallAsync()
    {
        var local = _options.Start ?? LondonTime.Of(_options.Time.GetUtcNow());
        var source = new CallSource(_options.Pack, _options.Seed, local - _clock.Now, _options.Peak, _options.Load);
        for (var call = source.Next(); call.At < _stage.CallsEnd; call = source.Next())
        {
            var left = call.At - _clock.Now;
            if (left > TimeSpan.Zero)
            {
                await _clock.DelayAsync(left);
            }

            var ringing = call;
            Interlocked.Increment(ref _underWay);
            _clock.Run(() => TakeAsync(ringing));
        }

        var rest = _stage.CallsEnd - _clock.Now;
        if (rest > TimeSpan.Zero)
        {
            await _clock.DelayAsync(rest);
        }

        OneLess();
    }

    private async Task TakeAsync(DrawnCall call)
    {
        try
        {
            await _stage.Calls.TakeAsync(call);
        }
        finally
        {
            OneLess();
        }
    }

    private async Task CloseDownAsync()
    {
        while (!_stage.IsOver)
        {
            var left = _stage.End - _clock.Now;
            await _clock.DelayAsync(left < TimeSpan.FromMinutes(10) ? left : TimeSpan.FromMinutes(10));
        }

        _quiet.TrySetResult();
    }

    private void OneLess()
    {
        if (Interlocked.Decrement(ref _underWay) == 0)
        {
            _quiet.TrySetResult();
        }
    }

    private void OnFault(Exception fault)
    {
        switch (fault)
        {
            case OperationCanceledException or ObjectDisposedException when _over.IsCancellationRequested:
            case RpcException:
                // Cancelled, or counted where it happened.
                break;
            case TimeoutException:
                _client.Tally.CountFault("Status", "NotAnswered");
                break;
            default:
                Fault ??= fault;
                _over.Cancel();
                break;
        }
    }
}
