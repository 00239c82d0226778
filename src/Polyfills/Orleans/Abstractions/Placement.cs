using Orleans.Runtime.Placement;

namespace Orleans.Runtime
{
    /// <summary>Names a way to place activations; a director carries it out.</summary>
    public abstract class PlacementStrategy;

    /// <summary>Any silo.</summary>
    public sealed class RandomPlacement : PlacementStrategy;

    /// <summary>The silo that makes the first call.</summary>
    public sealed class PreferLocalPlacement : PlacementStrategy;

    /// <summary>The grain to be placed.</summary>
    public readonly record struct PlacementTarget
    {
        internal PlacementTarget(GrainId grainIdentity) => GrainIdentity = grainIdentity;

        public GrainId GrainIdentity { get; }
    }
}

namespace Orleans.Runtime.Placement
{
    /// <summary>What a director may choose from.</summary>
    public interface IPlacementContext
    {
        SiloAddress LocalSilo { get; }

        /// <summary>The active silos, in a fixed order.</summary>
        SiloAddress[] GetCompatibleSilos(PlacementTarget target);
    }

    /// <summary>Chooses the silo on which a grain becomes active.</summary>
    public interface IPlacementDirector
    {
        Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context);
    }

    internal sealed class RandomPlacementDirector(ClusterHub hub) : IPlacementDirector
    {
        public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
        {
            var silos = context.GetCompatibleSilos(target);
            return Task.FromResult(silos[hub.Executor.Random.Next(silos.Length)]);
        }
    }

    internal sealed class PreferLocalPlacementDirector : IPlacementDirector
    {
        public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
        {
            var silos = context.GetCompatibleSilos(target);
            return Task.FromResult(silos.Contains(context.LocalSilo) ? context.LocalSilo : silos[0]);
        }
    }
}
