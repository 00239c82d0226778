using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace Despatch.LocalCluster;

/// <summary>
/// A throwaway PostgreSQL from the machine's binaries, on a free port of 127.0.0.1, in a folder that goes with it; as durable as a real
/// one. PostgreSQL refuses to run as root, so then it runs as another user. One caller at a time.
/// </summary>
public sealed class ThrowawayPostgres : IAsyncDisposable
{
    private const string Superuser = "despatch_owner";
    private const int Attempts = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly string _binaries;
    private readonly string _folder = Directory.CreateTempSubdirectory("despatch-pg-").FullName;
    private string? _user;

    private ThrowawayPostgres(string binaries) => _binaries = binaries;

    /// <summary>Whether this machine has PostgreSQL's server binaries (on the path, or where Debian puts them).</summary>
    public static bool IsInstalled => FindBinaries() is not null;

    /// <summary>The port of 127.0.0.1 it listens on; it keeps it over restarts.</summary>
    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes one and starts it.</summary>
    /// <exception cref="LocalProcessException">The machine has no binaries, or they do not work; with what they wrote.</exception>
    public static async Task<ThrowawayPostgres> StartAsync()
    {
        var binaries = FindBinaries()
            ?? throw new LocalProcessException("This machine has no PostgreSQL server (no initdb was found): install it, or name a database.", "");
        var server = new ThrowawayPostgres(binaries);
        try
        {
            await server.InitializeAsync();
            return server;
        }
        catch
        {
            Directory.Delete(server._folder, recursive: true);
            throw;
        }
    }

    /// <summary>The connection string of one of its databases, as their owner.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = Port, Database = database, Username = Superuser, Password = _password,
    }.ConnectionString;

    /// <summary>Makes an empty database; its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Starts it after a stop, and waits until it answers.</summary>
    public Task StartAgainAsync() => RunAsServerAsync("pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(_folder, "server.log"), "-o", Options);

    /// <summary>Stops it and starts it again.</summary>
    /// <param name="mode">How: <c>fast</c> ends sessions properly; <c>immediate</c> is a crash.</param>
    public Task RestartAsync(string mode = "fast") =>
        RunAsServerAsync("pg_ctl", "restart", "-w", "-m", mode, "-D", Data, "-l", Path.Combine(_folder, "server.log"), "-o", Options);

    /// <summary>Stops it, ending its sessions.</summary>
    public Task StopAsync(string mode = "fast") => RunAsServerAsync("pg_ctl", "stop", "-w", "-m", mode, "-D", Data);

    /// <summary>Freezes all its processes: connections stay, and nothing answers.</summary>
    public async Task FreezeAsync()
    {
        // The first process first, and until it stands: else it may begin one more while the others are counted.
        var first = First();
        await RunAsync("kill", "-STOP", first);
        while (Stat(Path.Combine("/proc", first, "stat")) is not ["T", ..])
        {
            await Task.Yield();
        }

        await RunAsync("kill", ["-STOP", .. Children(first)]);
    }

    /// <summary>Lets it go on after <see cref="FreezeAsync"/>.</summary>
    public Task ThawAsync() => RunAsync("kill", ["-CONT", .. Children(First()), First()]);

    /// <summary>Stops it and removes all it held.</summary>
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await StopAsync("immediate");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Options => string.Create(
        CultureInfo.InvariantCulture,
        $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=on -c max_connections=200");

    private async Task InitializeAsync()
    {
        var secret = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(secret, _password);
        if (Environment.IsPrivilegedProcess)
        {
            _user = await TryAsync("id", "-u", "postgres") ? "postgres" : "nobody";
            await RunAsync("chown", "-R", _user, _folder);
        }

        await RunAsServerAsync("initdb", "-D", Data, "-U", Superuser, "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--locale=C");
        for (var attempt = 1; ; attempt++)
        {
            Port = Ports.Free(1);
            try
            {
                await StartAgainAsync();
                return;
            }
            catch (LocalProcessException) when (attempt < Attempts)
            {
                // Somebody took the port meanwhile.
            }
        }
    }

    private static string? FindBinaries()
    {
        var versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => path, StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return path.Concat(versions.Select(version => Path.Combine(version, "bin")))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    private string First() => File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();

    private static List<string> Children(string parent) =>
        [.. Directory.GetDirectories("/proc")
            .Where(folder => Stat(Path.Combine(folder, "stat")) is [_, var of, ..] && string.Equals(of, parent, StringComparison.Ordinal))
            .Select(folder => Path.GetFileName(folder))];

    /// <summary>State, parent and what follows of a process as the kernel tells them; nothing of what is none or has ended.</summary>
    private static string[] Stat(string path)
    {
        try
        {
            // "pid (name) state parent ...": the name may hold anything, so the fields are counted from its end.
            var text = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
            return text.Length == 0 ? [] : text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private Task RunAsServerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return _user is null ? RunAsync(path, arguments) : RunAsync("runuser", ["-u", _user, "--", path, .. arguments]);
    }

    private static async Task<bool> TryAsync(string program, params string[] arguments)
    {
        try
        {
            await RunAsync(program, arguments);
            return true;
        }
        catch (LocalProcessException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
        {
            throw new LocalProcessException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.", $"{await errors}{await output}");
        }
    }
}
