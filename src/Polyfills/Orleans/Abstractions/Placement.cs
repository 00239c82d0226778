using Orleans.Runtime.Placement;

namespace Orleans.Runtime
{
    /// <summary>Names a way to place activations; a director carries it out.</summary>
    public abstract class PlacementStrategy;

    /// <summary>Any silo.</summary>
    public sealed class RandomPlacement : PlacementStrategy;

    /// <summary>The silo that makes the first call.</summary>
    public sealed class PreferLocalPlacement : PlacementStrategy;

    /// <summary>The silo that the grain's hash points to.</summary>
    public sealed class HashBasedPlacement : PlacementStrategy;

    /// <summary>The grain to be placed.</summary>
    public readonly struct PlacementTarget : IEquatable<PlacementTarget>
    {
        internal PlacementTarget(GrainId grainIdentity) => GrainIdentity = grainIdentity;

        public GrainId GrainIdentity { get; }

        public bool Equals(PlacementTarget other) => GrainIdentity.Equals(other.GrainIdentity);

        public override bool Equals(object? obj) => obj is PlacementTarget other && Equals(other);

        public override int GetHashCode() => GrainIdentity.GetHashCode();

        public static bool operator ==(PlacementTarget left, PlacementTarget right) => left.Equals(right);

        public static bool operator !=(PlacementTarget left, PlacementTarget right) => !left.Equals(right);
    }
}

namespace Orleans.Runtime.Placement
{
    /// <summary>What a director may choose from.</summary>
    public interface IPlacementContext
    {
        SiloAddress LocalSilo { get; }

        SiloStatus LocalSiloStatus { get; }

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

    internal sealed class HashBasedPlacementDirector : IPlacementDirector
    {
        public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
        {
            var silos = context.GetCompatibleSilos(target);
            return Task.FromResult(silos[target.GrainIdentity.GetUniformHashCode() % (uint)silos.Length]);
        }
    }
}
