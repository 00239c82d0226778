using System.Globalization;
using Orleans.Placement;
using Orleans.Runtime;

namespace Orleans.Concurrency
{
    /// <summary>The method changes nothing: calls of such methods may interleave with each other.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;

    /// <summary>All calls of this grain class may interleave.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ReentrantAttribute : Attribute;

    /// <summary>Calls of this method never wait for another call.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;

    /// <summary>The caller hears nothing of the call, neither result nor failure.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OneWayAttribute : Attribute;
}

namespace Orleans
{
    /// <summary>How long a caller of this method waits for its answer.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
    {
        internal TimeSpan Timeout { get; } = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
    }

    /// <summary>The name of the kind of grain that a class makes; without it, the class's name in small letters without "grain".</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute
    {
        internal string Name { get; } = grainType;
    }
}

namespace Orleans.Placement
{
    /// <summary>Says which strategy places the activations of a grain class.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public abstract class PlacementAttribute(PlacementStrategy placement) : Attribute
    {
        public PlacementStrategy PlacementStrategy { get; } = placement;
    }

    /// <summary>The silo that makes the first call.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class PreferLocalPlacementAttribute() : PlacementAttribute(new PreferLocalPlacement());
}
