using System.Security.Cryptography;
using Despatch.Deploy.Tests.Support;
using Npgsql;

namespace Despatch.Deploy.Tests.Postgres;

/// <summary>
/// The three sites' PostgreSQL servers in a folder of their own. Without PostgreSQL's binaries the test is skipped, except under CI=true.
/// </summary>
internal sealed class SiteServers : IAsyncDisposable
{
    private readonly string _binaries;

    private SiteServers(string binaries, string user)
    {
        _binaries = binaries;
        User = user;
        Folder = Directory.CreateTempSubdirectory("despatch-sites-").FullName;
        Configuration = Path.Combine(Folder, "deploy");
        Directory.CreateDirectory(Configuration);
        foreach (var file in Directory.GetFiles(Repository.At("deploy/postgres")))
        {
            File.Copy(file, Path.Combine(Configuration, Path.GetFileName(file)));
        }

        File.WriteAllText(SiloSecret, SiloPassword);
        File.WriteAllText(StandbySecret, StandbyPassword);
        All = [.. Serve.Sites.Select(site => new SiteServer(this, site))];
    }

    public string Folder { get; }

    public string Configuration { get; }

    /// <summary>The operating system's user who runs the servers, and their superuser's name.</summary>
    public string User { get; }

    public string SiloSecret => Path.Combine(Folder, "silo-password");

    public string StandbySecret => Path.Combine(Folder, "standby-password");

    public IReadOnlyList<SiteServer> All { get; }

    public SiteServer this[string site] => All.Single(server => server.Site == site);

    /// <summary>A connection string as the silos get it: all three servers, whichever is the primary.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = string.Join(',', All.Select(server => $"127.0.0.1:{server.Port}")),
        Database = "despatch",
        Username = "despatch",
        Password = SiloPassword,
        TargetSessionAttributes = "primary",
    }.ConnectionString;

    // A colon and a backslash mean something in the files that libpq reads.
    private string StandbyPassword { get; } = @"a\b:" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));

    private string SiloPassword { get; } = "o'" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));

    /// <summary>Makes the folders; starts nothing.</summary>
    public static async Task<SiteServers> CreateAsync()
    {
        var binaries = FindBinaries();
        if (binaries is null)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", "lacks PostgreSQL locally (no initdb was found)");
            Assert.Fail("PostgreSQL is not installed (no initdb was found), and under CI=true it must be.");
        }

        var servers = new SiteServers(binaries, Environment.IsPrivilegedProcess ? "postgres" : Environment.UserName);
        if (Environment.IsPrivilegedProcess)
        {
            await Tool.RunAsync("chown", "-R", servers.User, servers.Folder);
        }

        return servers;
    }

    public string Script(string name) => Path.Combine(Configuration, name);

    /// <summary>Runs a program as the servers' user, with PostgreSQL's programs on its path.</summary>
    public Task<string> RunAsync(string program, IEnumerable<(string Name, string Value)> environment, params string[] arguments)
    {
        string[] command =
        [
            "-u", "PGOPTIONS", "-C", Folder, $"PATH={_binaries}:{Environment.GetEnvironmentVariable("PATH")}",
            .. environment.Select(e => $"{e.Name}={e.Value}"), program, .. arguments,
        ];
        return Environment.IsPrivilegedProcess
            ? Tool.RunAsync("runuser", ["-u", User, "--", "env", .. command])
            : Tool.RunAsync("env", command);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All.Where(s => File.Exists(Path.Combine(s.Data, "postmaster.pid"))))
        {
            await server.CrashAsync();
        }

        Directory.Delete(Folder, recursive: true);
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
}
