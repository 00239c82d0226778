using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Despatch.Host.Tests.Hosting;

/// <summary>The host as its users start it: a process of its own. What it writes is kept; nothing outlives the test.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private const int TermSignal = 15;
    private const int HangUpSignal = 1;
    private const int ServingLines = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (string Text, TaskCompletionSource Said)? _awaited;
    private readonly long _started = Stopwatch.GetTimestamp();

    private HostProcess(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [HostPath, .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => OnError(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("The host ended before it was ready."));
    }

    /// <summary>How long it took from its start until it served.</summary>
    public TimeSpan UntilReady { get; private set; }

    public string[] Output => [.. _output];

    public string[] Errors => [.. _errors];

    /// <summary>The gateways that it says it serves, in its order.</summary>
    public IReadOnlyList<(string Name, Uri Address)> Gateways =>
        [.. _output.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length == 2 && words[1].StartsWith("http:", StringComparison.Ordinal))
            .Select(words => (words[0], new Uri(words[1])))];

    private static string HostPath => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => string.Equals(a.Key, "HostPath", StringComparison.Ordinal)).Value!));

    /// <summary>Starts it with these arguments and does not wait.</summary>
    public static HostProcess Start(params string[] arguments)
    {
        var host = new HostProcess(arguments);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Serves a data file in development, and waits until it does.</summary>
    public static async Task<HostProcess> ServeAsync(string data, int port, params string[] more)
    {
        string[] environment = more.Length > 0 ? more : ["--environment", "Development"];
        var host = Start(["serve", "--listen", $"127.0.0.1:{port}", "--data", data, .. environment]);
        try
        {
            await host._ready.Task.WaitAsync(Patience);
            return host;
        }
        catch (Exception e)
        {
            await host.KillAsync();
            throw new InvalidOperationException($"{e.Message}\n{string.Join('\n', host.Output)}\n{string.Join('\n', host.Errors)}", e);
        }
    }

    /// <summary>Its exit code, once it has ended and all it wrote is read.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop (SIGTERM); its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
        }
        else
        {
            _ = SendSignal(_process.Id, TermSignal);
        }

        return await EndAsync();
    }

    /// <summary>Sends SIGHUP, and waits until it says something of this on standard error that it had not said before.</summary>
    public async Task HangUpAsync(string until)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = (until, said);
        _ = SendSignal(_process.Id, HangUpSignal);
        await said.Task.WaitAsync(Patience);
    }

    /// <summary>SIGKILL: it learns nothing of its end.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    private void OnError(string? line)
    {
        Keep(_errors, line);
        if (line is not null && _awaited is var (text, said) && line.Contains(text, StringComparison.Ordinal))
        {
            said.TrySetResult();
        }
    }

    private void OnOutput(string? line)
    {
        Keep(_output, line);
        if (line is not null && line.StartsWith("ready ", StringComparison.Ordinal) && _output.Count >= ServingLines)
        {
            UntilReady = Stopwatch.GetElapsedTime(_started);
            _ready.TrySetResult();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SendSignal(int process, int signal);
}
