namespace Despatch.Host.Tests.Hosting;

/// <summary>A running host on a data file of its own, its three gateways, and their end: in good order and without an error logged.</summary>
public class London : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("despatch-host-tests-");
    private HostProcess? _host;

    public Gateway Lambeth => Gateways[0];

    public Gateway Hendon => Gateways[1];

    public Gateway Bow => Gateways[2];

    public IReadOnlyList<Gateway> Gateways { get; private set; } = [];

    public string DataFile => Path.Combine(_folder.FullName, "despatch.db");

    internal HostProcess Host => _host ?? throw new InvalidOperationException("It does not run.");

    public int Port { get; } = Ports.Free();

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            var code = await Host.StopAsync();

            // The engine's watchdog tells that the machine is busy, which is no fault of the host.
            var errors = Host.Errors.Where(static line => !line.StartsWith("warn: Orleans.Runtime.Watchdog", StringComparison.Ordinal)).ToArray();
            Assert.True(errors.Length == 0, "The host logged:\n" + string.Join('\n', errors.Take(5).Select(e => e[..Math.Min(e.Length, 1_000)])));
            Assert.Equal(0, code);
        }
        finally
        {
            Close();
            await Host.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }

    /// <summary>Kills the host without warning and starts it again on the same file and ports.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        Close();
        await StartAsync();
    }

    private async Task StartAsync()
    {
        _host = await HostProcess.ServeAsync(DataFile, Port);
        Gateways = [.. _host.Gateways.Select(g => new Gateway(g.Address))];
    }

    private void Close()
    {
        foreach (var gateway in Gateways)
        {
            gateway.Dispose();
        }
    }
}
