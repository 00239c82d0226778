using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Anything that has a grain identity: a grain itself or a reference to one.</summary>
    public interface IAddressable
    {
    }

    /// <summary>What the runtime knows of one activation.</summary>
    public interface IGrainContext
    {
        GrainId GrainId { get; }

        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);

        void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default);
    }

    /// <summary>A timer whose callbacks are turns of its grain.</summary>
    public interface IGrainTimer : IDisposable
    {
    }

    /// <summary>When a grain timer fires and whether it waits for the running turn.</summary>
    public readonly struct GrainTimerCreationOptions()
    {
        [SetsRequiredMembers]
        public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
            : this()
        {
            DueTime = dueTime;
            Period = period;
        }

        public required TimeSpan DueTime { get; init; }

        public required TimeSpan Period { get; init; }

        public bool Interleave { get; init; }

        public bool KeepAlive { get; init; }
    }
}

namespace Orleans
{
    /// <summary>A grain interface.</summary>
    public interface IGrain : IAddressable
    {
    }

    /// <summary>A grain interface whose keys are texts.</summary>
    public interface IGrainWithStringKey : IGrain
    {
    }

    /// <summary>A grain interface whose keys are whole numbers.</summary>
    public interface IGrainWithIntegerKey : IGrain
    {
    }

    /// <summary>Gives references to grains; a grain need not exist to be referred to.</summary>
    public interface IGrainFactory
    {
        TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithStringKey;

        TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithIntegerKey;
    }

    /// <summary>A way into the cluster for code that is no grain.</summary>
    public interface IClusterClient : IGrainFactory
    {
    }

    /// <summary>What a grain class has at the least.</summary>
    public interface IGrainBase
    {
        IGrainContext GrainContext { get; }
    }

    /// <summary>The base of grain classes: one activation, one turn at a time.</summary>
    public abstract class Grain : IGrainBase, IAddressable
    {
        protected Grain()
        {
            // The runtime sets the activation being made for the thread that makes it; elsewhere there is none.
            GrainContext = Activation.Current!;
        }

        [AllowNull]
        public IGrainContext GrainContext { get; }

        protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

        protected IServiceProvider ServiceProvider => ((Activation)GrainContext).ActivationServices;

        protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

        protected void MigrateOnIdle() => GrainBaseExtensions.MigrateOnIdle(this);

        public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Why an activation ends.</summary>
    public enum DeactivationReasonCode : byte
    {
        None,
        ShuttingDown,
        ActivationFailed,
        DirectoryFailure,
        ActivationIdle,
        ActivationUnresponsive,
        DuplicateActivation,
        IncompatibleRequest,
        ApplicationError,
        ApplicationRequested,
        Migrating,
        RuntimeRequested,
        HighMemoryPressure,
    }

    /// <summary>Why an activation ends, in code and in words.</summary>
    public readonly record struct DeactivationReason(DeactivationReasonCode ReasonCode, string Description);
}
