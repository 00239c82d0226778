using System.Diagnostics;
using System.Text.Json;

namespace Despatch.TestTools;

/// <summary>
/// Runs a script of a folder that holds a package.json and a package-lock.json, with its packages installed once. A script
/// prints one line of JSON a case: {"case": "name", ...}. Without Node the test is skipped, except under CI=true.
/// </summary>
internal static class NodeTools
{
    private static readonly SemaphoreSlim Installing = new(1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>The cases by name. Paths are relative to the folder of the test assembly.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonElement>> RunAsync(string folder, string script, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, folder);
        await InstallAsync(path);
        var output = await StartAsync(path, "node", [script, .. arguments]);
        var cases = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.StartsWith('{')))
        {
            var json = JsonDocument.Parse(line).RootElement;
            cases.Add(json.GetProperty("case").GetString()!, json);
        }

        return cases;
    }

    private static async Task InstallAsync(string folder)
    {
        await Installing.WaitAsync();
        try
        {
            // The copy of the lock beside the packages says what they were installed from.
            var wanted = await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json"));
            var stamp = Path.Combine(folder, "node_modules", ".installed-from");
            if (File.Exists(stamp) && string.Equals(await File.ReadAllTextAsync(stamp), wanted, StringComparison.Ordinal))
            {
                return;
            }

            await StartAsync(folder, "npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
            await File.WriteAllTextAsync(stamp, wanted);
        }
        finally
        {
            Installing.Release();
        }
    }

    private static async Task<string> StartAsync(string folder, string program, string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            },
        };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception) when (Environment.GetEnvironmentVariable("CI") is not "true")
        {
            Assert.Skip($"{program} is not installed.");
        }

        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            var command = $"{program} {string.Join(' ', arguments)}";
            Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}: {await errors}\n{await output}");
            return await output;
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Limit}.", e);
        }
    }
}
