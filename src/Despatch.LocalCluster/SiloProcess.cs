using System.Globalization;

namespace Despatch.LocalCluster;

/// <summary>One silo of a local cluster, at addresses that it keeps however often it is started. One caller at a time.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    /// <summary>The host's variable that holds the connection string, so that its password is in no list of processes.</summary>
    private const string PostgresVariable = "DESPATCH_POSTGRES";

    /// <summary>The runtime's: the compiler learns of the running program, as deploy/ has it for silos.</summary>
    private const string LearningVariable = "DOTNET_TieredPGO";

    private readonly LocalClusterOptions _options;
    private readonly Dictionary<string, string> _environment;
    private readonly string[] _arguments;
    private ChildProcess? _process;

    internal SiloProcess(LocalClusterOptions options, string postgres, string site, int number, int gatewayPort, int siloPort)
    {
        _options = options;
        Site = site;
        Name = string.Create(CultureInfo.InvariantCulture, $"{site}-{number}");
        Gateway = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{gatewayPort}"));
        _environment = new(StringComparer.Ordinal) { [PostgresVariable] = postgres, [LearningVariable] = "1" };
        _arguments =
        [
            "serve", "--site", site,
            "--number", number.ToString(CultureInfo.InvariantCulture),
            "--listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{gatewayPort}"),
            "--silo-listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{siloPort}"),
            "--environment", options.Environment,
            .. options.More,
        ];
    }

    /// <summary>The key of its site.</summary>
    public string Site { get; }

    /// <summary>Its name in the cluster: <c>hendon-1</c>.</summary>
    public string Name { get; }

    /// <summary>Where clients find it.</summary>
    public Uri Gateway { get; }

    /// <summary>The process as it runs or ran last.</summary>
    /// <exception cref="InvalidOperationException">It was never started.</exception>
    public ChildProcess Process => _process ?? throw new InvalidOperationException($"{Name} was never started.");

    /// <summary>Whether it was started and has not ended.</summary>
    public bool Runs => _process is { HasEnded: false };

    /// <summary>Starts it, again if it was started before, and does not wait.</summary>
    public void Start()
    {
        if (!Runs)
        {
            _process = ChildProcess.Start(Name, _options.HostPath, _arguments, _environment, line => _options.OnError?.Invoke(Name, line));
        }
    }

    /// <summary>Starts it and waits until it has joined the cluster and serves.</summary>
    /// <exception cref="LocalProcessException">It does not; with what it wrote.</exception>
    public Task StartAsync(TimeProvider time, CancellationToken ct)
    {
        Start();
        return Process.ReadyAsync(time, ct);
    }

    /// <summary>Ends it, whatever it does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // A frozen one would not hear that it should stop.
            if (Runs && !OperatingSystem.IsWindows())
            {
                _process.Thaw();
            }

            await _process.DisposeAsync();
        }
    }
}
