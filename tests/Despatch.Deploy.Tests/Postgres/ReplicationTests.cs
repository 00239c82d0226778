using System.Text;
using Despatch.EventLog;
using Despatch.EventLog.Postgres;

namespace Despatch.Deploy.Tests.Postgres;

/// <summary>The scripts and configuration of deploy/postgres on three real servers: a lost primary loses no acknowledged word.</summary>
public sealed class ReplicationTests
{
    private const string Standbys = "SELECT string_agg(application_name, ',' ORDER BY application_name) FROM pg_stat_replication WHERE state = 'streaming'";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_lost_primary_loses_no_acknowledged_event_and_the_log_goes_on_at_another_site()
    {
        await using var sites = await SiteServers.CreateAsync();
        var (lambeth, hendon, bow) = (sites["lambeth"], sites["hendon"], sites["bow"]);
        await lambeth.StartAsync(first: true);
        await lambeth.InitialiseAsync();
        await hendon.StartAsync();
        await bow.StartAsync();
        await lambeth.WaitForAsync(Standbys, "bow,hendon");
        await lambeth.WaitForAsync("SELECT string_agg(sync_state, ',') FROM pg_stat_replication", "quorum,quorum");

        // One standby less holds up nobody.
        await bow.CrashAsync();
        await using var log = await PostgresEventLog.OpenAsync(
            new PostgresEventLogOptions { ConnectionString = sites.ConnectionString }, TimeProvider.System, Ct);
        await AppendAsync(log, 0);
        await bow.StartAsync();
        await lambeth.WaitForAsync(Standbys, "bow,hendon");

        // While the primary lives, nobody else becomes one.
        Assert.Contains("is the primary", await RefusedAsync(() => hendon.PromoteAsync()), StringComparison.Ordinal);

        await lambeth.CrashAsync();
        var (ahead, behind) = await PromoteAsync(hendon, bow);
        await ahead.WaitForAsync(Standbys, behind.Site);
        await AppendAsync(log, 1);
        Assert.Equal(2, (await log.ReadStreamAsync("incident/1", 0, 10, Ct)).Count);

        // The old primary does not come back as a second one, and follows once its data is moved away.
        Assert.Contains("this was a primary", await RefusedAsync(() => lambeth.StartAsync()), StringComparison.Ordinal);
        Directory.Move(lambeth.Data, lambeth.Data + "-old");
        await lambeth.StartAsync();
        await ahead.WaitForAsync(Standbys, $"{behind.Site},lambeth");
        await AppendAsync(log, 2);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_standby_is_not_promoted_when_another_may_have_more()
    {
        await using var sites = await SiteServers.CreateAsync();
        var (lambeth, hendon, bow) = (sites["lambeth"], sites["hendon"], sites["bow"]);
        await lambeth.StartAsync(first: true);
        await lambeth.InitialiseAsync();
        await hendon.StartAsync();
        await bow.StartAsync();
        await lambeth.WaitForAsync(Standbys, "bow,hendon");
        await hendon.CrashAsync();
        await lambeth.AskAsync("CREATE TABLE word (said text)");
        await lambeth.CrashAsync();

        // Hendon comes back alone: what only Bow has on its disk was acknowledged.
        await hendon.StartAsync();
        await bow.CrashAsync();
        Assert.Contains("does not answer", await RefusedAsync(() => hendon.PromoteAsync()), StringComparison.Ordinal);
        await bow.StartAsync();
        Assert.Contains("has more than this server", await RefusedAsync(() => hendon.PromoteAsync()), StringComparison.Ordinal);
        await bow.PromoteAsync();
        await bow.WaitForAsync(Standbys, "hendon");
        await hendon.WaitForAsync("SELECT to_regclass('word') IS NOT NULL", "t");
    }

    [Fact(Timeout = 180_000)]
    public async Task Without_data_and_without_a_primary_a_server_starts_only_as_the_first()
    {
        await using var sites = await SiteServers.CreateAsync();
        Assert.Contains("none of", await RefusedAsync(() => sites["bow"].StartAsync()), StringComparison.Ordinal);
    }

    /// <summary>Appends one event, and does it again with the same command id while the fault is one that passes.</summary>
    private static async Task AppendAsync(PostgresEventLog log, long version)
    {
        var text = Encoding.UTF8.GetBytes(FormattableString.Invariant($"event {version + 1}"));
        var request = new AppendRequest(
            [new StreamWrite("incident/1", version, [new NewEvent("test.happened.v1", text, [])])],
            new CommandRecord(FormattableString.Invariant($"command-{version}"), "fingerprint", text));
        while (true)
        {
            try
            {
                await log.AppendAsync(request, Ct);
                return;
            }
            catch (EventLogException fault) when (fault.IsTransient)
            {
                Ct.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }

    /// <summary>As an engineer would: the one that is nearest, and the other when the script says that it has more.</summary>
    private static async Task<(SiteServer Ahead, SiteServer Behind)> PromoteAsync(SiteServer one, SiteServer other)
    {
        try
        {
            await one.PromoteAsync();
            return (one, other);
        }
        catch (Xunit.Sdk.XunitException refused) when (refused.Message.Contains("has more than this server", StringComparison.Ordinal))
        {
            await other.PromoteAsync();
            return (other, one);
        }
    }

    private static async Task<string> RefusedAsync(Func<Task> run) =>
        (await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(run)).Message;
}
