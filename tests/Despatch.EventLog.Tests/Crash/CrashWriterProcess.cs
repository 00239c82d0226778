using System.Diagnostics;

namespace Despatch.EventLog.Tests.Crash;

/// <summary>The crash writer as a child process.</summary>
internal sealed class CrashWriterProcess : IDisposable
{
    private const string Program = "Despatch.EventLog.CrashWriter.dll";

    private readonly Process _process;

    public CrashWriterProcess(string file, string prefix)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, Program), file, prefix])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Waits for so many acknowledged ids, kills it (SIGKILL) and gives all ids it acknowledged until it was gone.</summary>
    public async Task<List<string>> KillAfterAsync(int count, CancellationToken ct)
    {
        var acknowledged = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (line.EndsWith('.'))
            {
                acknowledged.Add(line[..^1]);
            }

            if (acknowledged.Count == count)
            {
                _process.Kill();
            }
        }

        await _process.WaitForExitAsync(ct);
        Assert.True(acknowledged.Count >= count, $"The writer ended by itself: {await _process.StandardError.ReadToEndAsync(ct)}");
        return acknowledged;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
