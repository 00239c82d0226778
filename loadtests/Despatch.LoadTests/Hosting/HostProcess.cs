using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Despatch.LoadTests.Hosting;

/// <summary>A host of the same build, as a process of its own on a file of its own, and gone with it at the end.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private const int TermSignal = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ConcurrentQueue<Uri> _gateways = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(DirectoryInfo folder, string dataFile)
    {
        _folder = folder;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        var listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePorts(3)}");
        string[] arguments =
            [HostPath, "serve", "--listen", listen, "--data", dataFile, "--environment", "Development"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => OnError(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new HostException("The host ended before it was ready.", Said));
    }

    /// <summary>Its gateways.</summary>
    public ImmutableArray<Uri> Gateways => [.. _gateways];

    /// <summary>What it wrote on standard error.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>The most memory that it ever held, in megabytes.</summary>
    public double PeakMb => Memory(p => p.PeakWorkingSet64);

    /// <summary>The memory that it holds now, in megabytes.</summary>
    public double Mb => Memory(p => p.WorkingSet64);

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    private static string HostPath => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => string.Equals(a.Key, "HostPath", StringComparison.Ordinal)).Value!));

    /// <summary>Starts one and waits until it serves.</summary>
    /// <exception cref="HostException">It does not; with what it wrote.</exception>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="dataFile">Somebody else's log, which stays; null for one of its own, gone with it.</param>
    public static async Task<HostProcess> StartAsync(TimeProvider time, CancellationToken cancel, string? dataFile = null)
    {
        var folder = Directory.CreateTempSubdirectory("despatch-load-");
        var host = new HostProcess(folder, dataFile ?? Path.Combine(folder.FullName, "load.db"));
        try
        {
            host._process.Start();
            host._process.BeginOutputReadLine();
            host._process.BeginErrorReadLine();
            await host._ready.Task.WaitAsync(Patience, time, cancel);
            return host;
        }
        catch (TimeoutException)
        {
            await host.DisposeAsync();
            throw new HostException($"The host was not ready within {Patience.TotalSeconds} s.", host.Said);
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
        if (!_process.HasExited)
        {
            Terminate();
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Terminate()
    {
        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
        }
        else
        {
            _ = SendSignal(_process.Id, TermSignal);
        }
    }

    // lambeth  http://127.0.0.1:5100/   ...   ready    log despatch.db
    private void OnOutput(string? line)
    {
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words is [_, var address] && Uri.TryCreate(address, UriKind.Absolute, out var gateway)
            && string.Equals(gateway.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal))
        {
            _gateways.Enqueue(gateway);
        }
        else if (words is ["ready", ..])
        {
            _ready.TrySetResult();
        }
    }

    private void OnError(string? line)
    {
        if (line is not null)
        {
            _said.Enqueue(line);
            while (_said.Count > 200)
            {
                _said.TryDequeue(out _);
            }
        }
    }

    private double Memory(Func<Process, long> of)
    {
        _process.Refresh();
        return of(_process) / 1024.0 / 1024.0;
    }

    // The first of so many ports in a row that nobody listens on.
    private static int FreePorts(int count)
    {
        while (true)
        {
            var held = new List<TcpListener>();
            try
            {
                held.Add(Listen(0));
                var first = ((IPEndPoint)held[0].LocalEndpoint).Port;
                for (var next = 1; next < count; next++)
                {
                    held.Add(Listen(first + next));
                }

                return first;
            }
            catch (SocketException)
            {
                // One of them is taken: try others.
            }
            finally
            {
                held.ForEach(h => h.Dispose());
            }
        }
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SendSignal(int process, int signal);
}

/// <summary>The host does not do what it should.</summary>
internal sealed class HostException(string message, string said)
    : Exception(said.Length == 0 ? message : $"{message} It said:\n{said}");
