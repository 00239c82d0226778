using Orleans;

namespace Despatch.Grains.Placement;

/// <summary>A grain that has a home site and goes back there when the site returns; it is counted while it is active.</summary>
public abstract class HomeGrain(Homecoming homecoming) : Grain
{
    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        GrainTelemetry.Changed(GetType(), 1);
        homecoming.Arrived(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        GrainTelemetry.Changed(GetType(), -1);
        homecoming.Left(this);
        return Task.CompletedTask;
    }
}
