using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Despatch.LocalCluster;

namespace Despatch.LoadTests.Hosting;

/// <summary>A host of the same build, as a process of its own that serves all sites from one file, and gone with it at the end.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const int Sites = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("despatch-load-");
    private readonly ChildProcess _process;

    private HostProcess(string? dataFile)
    {
        var listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Ports.Free(Sites)}");
        var data = dataFile ?? System.IO.Path.Combine(_folder.FullName, "load.db");
        _process = ChildProcess.Start("The host", Path, ["serve", "--listen", listen, "--data", data, "--environment", "Development"]);
    }

    /// <summary>The path of the host's assembly.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory,
        typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => string.Equals(a.Key, "HostPath", StringComparison.Ordinal)).Value!));

    /// <summary>Its gateways, as it says them when it serves: <c>lambeth  http://127.0.0.1:5100/</c>.</summary>
    public ImmutableArray<Uri> Gateways =>
        [.. _process.Output.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is [_, var address] && address.StartsWith("http:", StringComparison.Ordinal))
            .Select(words => new Uri(words[1]))];

    /// <summary>The most memory that it ever held, in megabytes.</summary>
    public double PeakMb => _process.PeakMb;

    /// <summary>The memory that it holds now, in megabytes.</summary>
    public double Mb => _process.Mb;

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan Processor => _process.Processor;

    /// <summary>Starts one and waits until it serves.</summary>
    /// <exception cref="LocalProcessException">It does not; with what it wrote.</exception>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="dataFile">Somebody else's log, which stays; null for one of its own, gone with it.</param>
    public static async Task<HostProcess> StartAsync(TimeProvider time, CancellationToken cancel, string? dataFile = null)
    {
        var host = new HostProcess(dataFile);
        try
        {
            await host._process.ReadyAsync(time, cancel);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
