using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Despatch.Deploy.Tests.Postgres;

/// <summary>
/// The PostgreSQL of one site, from the machine's binaries, run by the scripts and the configuration of deploy/postgres; of its own it
/// has only what lets three of them live on one machine: port, socket folder, less memory.
/// </summary>
internal sealed class SiteServer
{
    private readonly SiteServers _servers;
    private readonly string _folder;

    public SiteServer(SiteServers servers, string site)
    {
        _servers = servers;
        Site = site;
        Port = FreePort();
        _folder = Path.Combine(servers.Folder, site);
        Directory.CreateDirectory(_folder);
    }

    public string Site { get; }

    public int Port { get; }

    public string Data => Path.Combine(_folder, "data");

    private string Configuration => Path.Combine(_servers.Configuration, $"{Site}.conf");

    private string Options =>
        $"-c config_file={Configuration} -c hba_file={_servers.Configuration}/pg_hba.conf -c listen_addresses=127.0.0.1 -c port={Port} "
        + $"-c unix_socket_directories={_folder} -c shared_buffers=16MB -c max_connections=40";

    /// <summary>Starts it in the way the deployment does: first the script that says whether it may, and as what.</summary>
    public async Task StartAsync(bool first = false)
    {
        await RunAsync(_servers.Script("before-start.sh"), first ? [("FIRST", "yes")] : []);
        if (!File.Exists(Path.Combine(Data, "PG_VERSION")))
        {
            await RunAsync("initdb", [], "-D", Data, "-U", _servers.User, "-A", "peer", "-E", "UTF8", "--locale=C");
        }

        await RunAsync("pg_ctl", [], "start", "-w", "-D", Data, "-l", Path.Combine(_folder, "server.log"), "-o", Options);
    }

    public Task InitialiseAsync() => RunAsync(_servers.Script("initialise.sh"), []);

    public Task PromoteAsync(params string[] arguments) => RunAsync(_servers.Script("promote.sh"), [], arguments);

    /// <summary>Ends it as a lost site does.</summary>
    public Task CrashAsync() => RunAsync("pg_ctl", [], "stop", "-w", "-m", "immediate", "-D", Data);

    /// <summary>Asks one thing as the superuser, over its socket.</summary>
    public async Task<string> AskAsync(string sql) =>
        (await RunAsync("psql", [], "-XAtq", "-U", _servers.User, "-d", "postgres", "-c", sql)).Trim();

    /// <summary>Asks until the answer is this one.</summary>
    public async Task WaitForAsync(string sql, string answer)
    {
        while (!string.Equals(await AskAsync(sql), answer, StringComparison.Ordinal))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task<string> RunAsync(string program, (string Name, string Value)[] more, params string[] arguments)
    {
        var peers = _servers.All.Where(server => server != this).ToList();
        (string Name, string Value)[] environment =
        [
            ("PGDATA", Data), ("SITE", Site), ("PGHOST", _folder), ("PGPORT", Port.ToString(CultureInfo.InvariantCulture)),
            ("PEERS", string.Join(',', peers.Select(_ => "127.0.0.1"))), ("PEER_PORTS", string.Join(',', peers.Select(p => p.Port))),
            ("POSTGRES_USER", _servers.User), ("DESPATCH_PASSWORD_FILE", _servers.SiloSecret),
            ("REPLICATION_PASSWORD_FILE", _servers.StandbySecret), .. more,
        ];
        return _servers.RunAsync(program, environment, arguments);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
