using System.Collections.Concurrent;
using System.Diagnostics;

namespace Despatch.LocalCluster;

/// <summary>
/// A .NET program of ours as a process of its own: its last lines are kept, it is known when it says <c>ready</c>, and it can be stopped,
/// killed and frozen. Thread-safe. Nothing of it is left after <see cref="DisposeAsync"/>.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(
        string name, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Action<string>? onError)
    {
        Name = name;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            Keep(_errors, line.Data);
            if (line.Data is not null)
            {
                onError?.Invoke(line.Data);
            }
        };
        _process.Exited += (_, _) => _ready.TrySetException(new LocalProcessException($"{Name} ended before it was ready.", Said));
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its last lines on standard output.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Its last lines on standard error.</summary>
    public string Said => string.Join('\n', _errors);

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

    /// <summary>Starts a program and does not wait for it.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="program">The path of its assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables it gets besides this process's; a secret belongs here, for arguments are seen by everybody.</param>
    /// <param name="onError">Hears each line of its standard error, on any thread.</param>
    public static ChildProcess Start(
        string name, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        Action<string>? onError = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var child = new ChildProcess(name, program, arguments, environment ?? new Dictionary<string, string>(StringComparer.Ordinal), onError);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Completes when it has written a line that begins with <c>ready</c>.</summary>
    /// <exception cref="LocalProcessException">It ended, or did not within 30 s; with what it wrote.</exception>
    public async Task ReadyAsync(TimeProvider time, CancellationToken ct)
    {
        try
        {
            await _ready.Task.WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            throw new LocalProcessException($"{Name} was not ready within {Patience.TotalSeconds} s.", Said);
        }
    }

    /// <summary>SIGKILL: it learns nothing of its end.</summary>
    public async Task KillAsync()
    {
        if (!HasEnded)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGSTOP: it stays where it is and does nothing.</summary>
    public void Freeze() => Signals.Send(Id, Signals.Stop);

    /// <summary>SIGCONT: it goes on.</summary>
    public void Thaw() => Signals.Send(Id, Signals.Continue);

    /// <summary>Asks it to stop (SIGTERM; on Windows kills it) and waits; its exit code, or null when it had to be killed after 30 s.</summary>
    public async Task<int?> StopAsync()
    {
        if (!HasEnded && OperatingSystem.IsWindows())
        {
            _process.Kill();
        }
        else if (!HasEnded)
        {
            Signals.Send(Id, Signals.Term);
        }

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return null;
        }
    }

    /// <summary>Its exit code, once it has ended by itself.</summary>
    public async Task<int> EndAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Stops it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
            while (lines.Count > KeptLines)
            {
                lines.TryDequeue(out _);
            }
        }
    }

    private void OnOutput(string? line)
    {
        Keep(_output, line);
        if (line?.StartsWith("ready ", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }

    private double Memory(Func<Process, long> of)
    {
        _process.Refresh();
        return of(_process) / 1024.0 / 1024.0;
    }
}
