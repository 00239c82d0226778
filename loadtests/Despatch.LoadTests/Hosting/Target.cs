using System.Collections.Immutable;

namespace Despatch.LoadTests.Hosting;

/// <summary>What is loaded: gateways somewhere, or a host of the tool's own.</summary>
internal sealed class Target(ImmutableArray<Uri> gateways, HostProcess? host) : IAsyncDisposable
{
    /// <summary>Exit code: the run showed a fault.</summary>
    public const int Failed = 1;

    /// <summary>Exit code: nothing could be run.</summary>
    public const int BadSurroundings = 2;

    public ImmutableArray<Uri> Gateways => gateways;

    /// <summary>The own host; null when it is somebody else's.</summary>
    public HostProcess? Host => host;

    public static async Task<Target> OpenAsync(Uri[] targets, TimeProvider time, CancellationToken cancel)
    {
        if (targets.Length > 0)
        {
            return new Target([.. targets], null);
        }

        var host = await HostProcess.StartAsync(time, cancel);
        return new Target(host.Gateways, host);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }
}
