using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;

namespace Orleans.Runtime;

/// <content>The way from a call to its activation: here, where it is known to be, or where the director wants it.</content>
internal sealed partial class Silo
{
    /// <summary>Finds a new place for a call whose activation ended before its turn came.</summary>
    public void Reroute(Request request)
    {
        if (request.Hops >= _maxHops)
        {
            request.Fail(new OrleansMessageRejectionException($"{request.Target} moved too often: {request.Name}."));
            return;
        }

        Route(request);
    }

    protected override void Dispatch(Request request)
    {
        if (Suspend(request))
        {
            return;
        }

        if (_activations.TryGetValue(request.Target, out var activation))
        {
            request.Own();
            if (activation.TryReceive(request))
            {
                return;
            }
        }

        Route(request);
    }

    protected override void ReceiveRequest(Request request, bool addressed)
    {
        if (request.Unreadable is { } reason)
        {
            request.Fail(reason);
            return;
        }

        if (Suspend(request))
        {
            return;
        }

        Track(request);
        if (_activations.TryGetValue(request.Target, out var activation) && activation.TryReceive(request))
        {
            return;
        }

        if (LocalSiloStatus != SiloStatus.Active && SystemGrain.SiloOf(request.Target) is null)
        {
            // Its services may be gone by now, so another silo decides where the grain lives.
            var looking = Directory.Lookup(request.Target);
            var home = looking.IsCompletedSuccessfully ? looking.Result : null;
            Send(request, home is not null && home != LocalSilo ? home : GetCompatibleSilos(default)[0], addressed: false);
        }
        else if (addressed)
        {
            // Whoever sent it here believes that the grain lives here: make it here again, unless another silo has it by now.
            DeliverHere(request);
        }
        else
        {
            Route(request);
        }
    }

    protected override void Activate(GrainId grain)
    {
        if (LocalSiloStatus == SiloStatus.Active && !_activations.ContainsKey(grain))
        {
            Make(grain);
        }
    }

    protected override void Learn(GrainId grain, Endpoint? from)
    {
        if (from?.Address is { } silo)
        {
            _known[grain] = silo;
        }
    }

    protected override void Undeliverable(Request request) => Reroute(request);

    private bool Suspend(Request request)
    {
        if (!IsSuspended || SystemGrain.SiloOf(request.Target) is not null)
        {
            return false;
        }

        request.Fail(new OrleansMessageRejectionException($"The silo {LocalSilo} has lost sight of the cluster."));
        return true;
    }

    private void Route(Request request)
    {
        if (_known.TryGetValue(request.Target, out var silo))
        {
            if (silo != LocalSilo && Hub.Members.GetSiloStatus(silo) == SiloStatus.Active)
            {
                Send(request, silo, addressed: true);
                return;
            }

            _known.TryRemove(KeyValuePair.Create(request.Target, silo));
        }

        var placing = SystemGrain.SiloOf(request.Target) is { } own ? Task.FromResult(own) : Locate(request.Target);
        if (placing.IsCompletedSuccessfully)
        {
            Deliver(request, placing.Result);
        }
        else
        {
            request.Own();
            _ = DeliverWhenPlaced(request, placing);
        }
    }

    private Task<SiloAddress> Locate(GrainId grain)
    {
        var looking = Directory.Lookup(grain);
        return !looking.IsCompletedSuccessfully ? Later()
            : looking.Result is { } home ? Task.FromResult(home)
            : Place(grain);

        async Task<SiloAddress> Later() => await looking ?? await Place(grain);
    }

    private async Task DeliverWhenPlaced(Request request, Task<SiloAddress> placing)
    {
        try
        {
            Deliver(request, await placing);
        }
        catch (Exception e)
        {
            request.Fail(e);
        }
    }

    private void Deliver(Request request, SiloAddress silo)
    {
        if (silo == LocalSilo)
        {
            DeliverHere(request);
            return;
        }

        _known[request.Target] = silo;
        Send(request, silo, addressed: true);
    }

    private void DeliverHere(Request request)
    {
        request.Own();
        while (true)
        {
            var (activation, elsewhere) = Make(request.Target);
            if (activation?.TryReceive(request) == true)
            {
                return;
            }

            if (elsewhere is not null)
            {
                _known[request.Target] = elsewhere;
                Reroute(request);
                return;
            }
        }
    }

    private (Activation? Here, SiloAddress? Elsewhere) Make(GrainId grain)
    {
        if (_activations.TryGetValue(grain, out var present))
        {
            return (present, null);
        }

        var fresh = new Activation(this, GrainTypes.Of(grain.Type), grain);
        if (!_activations.TryAdd(grain, fresh))
        {
            return (null, null);
        }

        var claiming = SystemGrain.SiloOf(grain) is null ? Directory.Register(grain, LocalSilo, fresh.Id) : new(LocalSilo);
        if (!claiming.IsCompletedSuccessfully)
        {
            // Its calls wait in it meanwhile.
            _ = Later();
            return (fresh, null);
        }

        var owner = claiming.Result;
        Settle(fresh, owner);
        return owner == LocalSilo ? (fresh, null) : (null, owner);

        async Task Later() => Settle(fresh, await claiming);
    }

    private void Settle(Activation fresh, SiloAddress owner)
    {
        if (owner == LocalSilo)
        {
            fresh.Start();
            return;
        }

        _known[fresh.GrainId] = owner;
        foreach (var waiting in fresh.Abandon().OfType<Request>())
        {
            Reroute(waiting);
        }
    }

    private Task<SiloAddress> Place(GrainId grain)
    {
        var strategy = GrainTypes.Of(grain.Type).Placement;
        var director = _directors.GetOrAdd(strategy.GetType(), static (type, self) =>
            self.Services.GetRequiredKeyedService<IPlacementDirector>(type), this);
        return director.OnAddActivation(strategy, new PlacementTarget(grain), this);
    }
}
