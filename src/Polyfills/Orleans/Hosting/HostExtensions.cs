using Orleans.Hosting;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a host a silo.</summary>
public static class OrleansSiloGenericHostExtensions
{
    public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(hostAppBuilder);
        ArgumentNullException.ThrowIfNull(configureDelegate);
        configureDelegate(SiloBuilder.For(hostAppBuilder.Services));
        return hostAppBuilder;
    }
}
