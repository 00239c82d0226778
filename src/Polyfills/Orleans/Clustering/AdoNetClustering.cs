using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Configuration
{
    /// <summary>Which database the membership is kept in: exactly one of connection string and data source.</summary>
    public class AdoNetClusteringSiloOptions
    {
        public string? ConnectionString { get; set; }

        public DbDataSource? DataSource { get; set; }

        public string Invariant { get; set; } = null!;
    }
}

namespace Orleans.Hosting
{
    /// <summary>Silos as processes of their own, which meet in a database.</summary>
    public static class AdoNetClusteringHostingExtensions
    {
        /// <summary>When generations are counted from: they must rise over every restart and fit an integer.</summary>
        private static readonly DateTimeOffset Epoch = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public static ISiloBuilder UseAdoNetClustering(this ISiloBuilder builder, Action<AdoNetClusteringSiloOptions> configureOptions) =>
            builder.ConfigureServices(services =>
            {
                services.Configure(configureOptions);
                services.AddSingleton(static sp => new ClusterHub(
                    Executor.Pool, (int)(sp.GetRequiredService<TimeProvider>().GetUtcNow() - Epoch).TotalSeconds));
                services.AddSingleton(static sp =>
                {
                    var options = sp.GetRequiredService<IOptions<AdoNetClusteringSiloOptions>>().Value;
                    return new MembershipTable(
                        new AdoNetQueries(options.Invariant, options.ConnectionString, options.DataSource),
                        sp.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId);
                });
                services.AddSingleton<TcpNetwork>();
                services.AddSingleton<IMembershipAgent, TableMembership>();
                services.AddSingleton<ClusterDirectory>();
                services.AddSingleton<IGrainDirectory>(static sp => sp.GetRequiredService<ClusterDirectory>());
            });
    }
}
