using System.ComponentModel;
using System.Diagnostics;

namespace Despatch.Deploy.Tests.Support;

/// <summary>A program of the machine. Where it is absent the test is skipped, except under CI=true.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>What it printed; fails the test, with its own words, when it ends with anything but 0.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root,
        };
        using var process = Start(start);
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(
            process.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}\n{await output}");
        return await output;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception absent)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", $"lacks {start.FileName} locally");
            throw new InvalidOperationException($"{start.FileName} is not installed, and under CI=true it must be.", absent);
        }
    }
}
