using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Pods;
using Despatch.Domain.Procedures;
using Despatch.Grains.Aggregates;
using Despatch.Grains.Escalation;
using Despatch.Grains.Linking;
using Despatch.Grains.Placement;
using Despatch.Grains.Silo;
using Despatch.Grains.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Storage;

namespace Despatch.Grains;

/// <summary>
/// Registers the grains with a silo. The host registers the log, the codec, the board, the recommender, the force, its procedures, the
/// linking policy, the policy of command and the running policy, and hosts <see cref="FixExchange"/> and <see cref="DeadlineWatch"/>; and, if snapshots are to be
/// kept, it registers a grain storage
/// under <see cref="SnapshotStorage.StoreName"/>.
/// </summary>
public static class GrainServices
{
    /// <summary>What every silo needs, in either build. Whoever wants traces listens before this.</summary>
    public static ISiloBuilder AddDespatchGrains(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddDespatchMessages();
        silo.Services.AddSingleton<LogWriter>();
        silo.Services.AddSingleton<LinkReader>();
        silo.Services.AddSingleton<LinkFinder>();
        silo.Services.TryAddSingleton(new SnapshotOptions());
        silo.Services.TryAddSingleton(ProcedureBook.Empty);
        silo.Services.TryAddSingleton(CommandPolicy.None);
        silo.Services.AddKeyedSingleton<IGrainStorage>(SnapshotStorage.Name, (services, _) => new SnapshotStorage(
            services.GetKeyedService<IGrainStorage>(SnapshotStorage.StoreName), services.GetRequiredService<ILogger<SnapshotStorage>>()));
        silo.Services.AddSingleton<HomeSites>();
        silo.Services.AddSingleton<ICadNumberSource, CadNumberSource>();
        silo.Services.AddSingleton<FixExchange>();
        silo.Services.AddSingleton<Attempts>();
        silo.Services.AddSingleton<DeadlineWatch>();
        silo.Services.AddSingleton<IFixIntake>(services => services.GetRequiredService<FixExchange>());
        silo.Services.AddPlacementDirector<HomeSitePlacement, HomeSiteDirector>();
        silo.Services.AddSingleton<HomeSiteDirector>();
        silo.Services.AddSingleton<Homecoming>();
        if (GrainTelemetry.IsTraced)
        {
            // Only then: it makes every call between grains dearer.
            silo.AddActivityPropagation();
        }

        return silo;
    }

    /// <summary>Messages are plain immutable records: JSON between silos, passed as they are within one.</summary>
    public static IServiceCollection AddDespatchMessages(this IServiceCollection services)
    {
        services.AddSerializer(builder =>
        {
            builder.AddJsonSerializer(
                MessageJson.IsMessage,
                _ => false,
                options => options.Configure(json => json.SerializerOptions = MessageJson.Options));
            builder.Configure(options =>
            {
                options.AddAllowedAssembly(typeof(DomainEvent).Assembly);
                options.AddAllowedAssembly(typeof(Answer).Assembly);

                // A grain that moves to another silo takes its storage's record along.
                options.AddAllowedAssembly(typeof(StoredSnapshot).Assembly);
            });
        });
        return services.AddSingleton<IGeneralizedCopier, ImmutableCopier>();
    }

    /// <summary>Immutable records need no copy; a copy through JSON costs eight times as much per call.</summary>
    private sealed class ImmutableCopier : IGeneralizedCopier, IOptionalDeepCopier
    {
        public bool IsSupportedType(Type type) => MessageJson.IsMessage(type);

        public bool IsShallowCopyable() => true;

        public object? DeepCopy(object? input, CopyContext context) => input;
    }
}
