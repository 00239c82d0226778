using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <content>Its beginning and its end.</content>
internal sealed partial class Activation
{
    private async Task ActivateAsync()
    {
        using var limit = new CancellationTokenSource(_silo.Collection.ActivationTimeout, _silo.IdleClock);
        try
        {
            _scope = _silo.Services.CreateAsyncScope();
            var states = new List<PersistentState>();
            var grain = Class.Create(this, states);
            GrainInstance = grain;
            foreach (var state in states)
            {
                await state.ReadStateAsync();
            }

            await grain.OnActivateAsync(limit.Token);
        }
        catch (Exception e)
        {
            _silo.Log.LogWarning(e, "{Grain} could not become active", GrainId);
            await FailActivation(e);
            return;
        }

        lock (_gate)
        {
            _state = _reason is null ? State.Active : State.Draining;
            if (_state == State.Active)
            {
                StartWaiting();
            }

            EndIfDrained();
        }
    }

    private async Task FailActivation(Exception reason)
    {
        StopTimers();
        foreach (var request in Finish().OfType<Request>())
        {
            request.Fail(reason);
        }

        await Dispose();
    }

    private async Task DeactivateAsync()
    {
        StopTimers();
        using var limit = new CancellationTokenSource(_silo.Collection.DeactivationTimeout, _silo.IdleClock);
        try
        {
            await ((Grain)GrainInstance!).OnDeactivateAsync(_reason!.Value, limit.Token);
        }
        catch (Exception e)
        {
            _silo.Log.LogError(e, "{Grain} failed while it was deactivated", GrainId);
        }

        try
        {
            if (_migrate)
            {
                await _silo.HandOver(this);
            }
        }
        catch (Exception e)
        {
            _silo.Log.LogError(e, "{Grain} could not be moved", GrainId);
        }

        var waiting = Finish();
        foreach (var request in waiting.OfType<Request>())
        {
            _silo.Reroute(request);
        }

        await Dispose();
    }

    // The directory first: while the activation is still known here, its calls wait here and none makes a second one.
    private List<Turn> Finish()
    {
        lock (_gate)
        {
            _silo.Forget(this);
            _state = State.Invalid;
            List<Turn> waiting = [.. _waiting];
            _waiting.Clear();
            return waiting;
        }
    }

    private async Task Dispose()
    {
        try
        {
            switch (GrainInstance)
            {
                case IAsyncDisposable asynchronous:
                    await asynchronous.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception e)
        {
            _silo.Log.LogError(e, "{Grain} failed while it was disposed of", GrainId);
        }

        _gone.TrySetResult();
    }

    private void StopTimers()
    {
        List<GrainTimer> timers;
        lock (_gate)
        {
            timers = [.. _timers];
        }

        timers.ForEach(t => t.Dispose());
    }
}
