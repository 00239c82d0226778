using Despatch.Host.Tests.Hosting;
using Grpc.Core;

namespace Despatch.Cluster.Tests;

/// <summary>PostgreSQL is away for a while: commands are told so at once, boards are still shown, no silo dies, and work resumes.</summary>
public sealed class DatabaseAwayTests
{
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HealthWithin = TimeSpan.FromSeconds(20);

    [Fact(Timeout = 180_000)]
    public async Task Commands_are_unavailable_within_two_seconds_the_last_board_is_served_and_all_resumes()
    {
        await using var london = await London.StartAsync();
        var cad = await london.Hendon.OpenAsync("NW");
        var elsewhere = await london.Hendon.OpenAsync("AS");
        await london.Hendon.SeesAsync(await london.Bow.AddEntryAsync(cad, "before"));

        await london.Cluster.Postgres!.StopAsync();
        foreach (var gateway in (Gateway[])[london.Lambeth, london.Hendon, london.Bow])
        {
            foreach (var known in (string[])[cad, elsewhere])
            {
                var began = TimeProvider.System.GetTimestamp();
                var told = await Assert.ThrowsAsync<RpcException>(() => gateway.AddEntryAsync(known, "meanwhile"));
                Assert.Equal(StatusCode.Unavailable, told.StatusCode);
                Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, ToldWithin);
            }
        }

        using (var watch = london.Hendon.Pods.WatchBoard(new V1.WatchBoardRequest(), Gateway.Supervisor))
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Assert.Contains(watch.ResponseStream.Current.Incidents, i => string.Equals(i.Cad, cad, StringComparison.Ordinal));
        }

        await SaysAsync(london.Bow, "degraded: the log is away and the last board is served; it is ");
        await london.Cluster.Postgres.StartAgainAsync();
        await london.ActiveAsync(london.Lambeth, "lambeth-1", "hendon-1", "bow-1");
        await SaysAsync(london.Bow, "ready");
        var position = await london.Lambeth.AddEntryAsync(cad, "after");
        await london.Bow.SeesAsync(position);
        Assert.Equal(
            ["before", "after"],
            (await london.Bow.HistoryAsync(cad)).Where(e => e.Name is "incident.entry-added.v1").Select(e => e.Text.Contains("before", StringComparison.Ordinal) ? "before" : "after"));
    }

    [Fact(Timeout = 180_000)]
    public async Task While_the_disk_of_the_database_is_full_every_gateway_says_so_nothing_is_half_written_and_all_goes_on_after_it()
    {
        await using var london = await London.StartAsync();
        var cad = await london.Hendon.OpenAsync("NW");
        await london.Hendon.SeesAsync(await london.Bow.AddEntryAsync(cad, "before"));
        var position = await london.Hendon.PositionAsync();

        // The server's own answer at the last table that an append writes: what it wrote before that must be taken back.
        await PostgresServer.ExecuteAsync(london.Cluster.Database, """
            CREATE FUNCTION public.no_space() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER no_space BEFORE INSERT ON despatch.commands FOR EACH ROW EXECUTE FUNCTION public.no_space();
            """);
        var entry = new V1.AddEntryRequest { Command = Gateway.Command(), Cad = cad, Words = "after" };
        foreach (var gateway in (Gateway[])[london.Lambeth, london.Hendon, london.Bow])
        {
            var told = await Assert.ThrowsAsync<RpcException>(async () => await gateway.Incidents.AddEntryAsync(entry, Gateway.CallHandler));
            Assert.Equal(StatusCode.ResourceExhausted, told.StatusCode);
            Assert.Contains("disk is full", told.Status.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(position, await london.Hendon.PositionAsync());
        await PostgresServer.ExecuteAsync(london.Cluster.Database, "DROP TRIGGER no_space ON despatch.commands");
        var written = (await london.Lambeth.Incidents.AddEntryAsync(entry, Gateway.CallHandler)).Position;
        Assert.Equal(written, (await london.Bow.Incidents.AddEntryAsync(entry, Gateway.CallHandler)).Position);
        Assert.Equal(2, (await london.Bow.HistoryAsync(cad)).Count(static e => e.Name is "incident.entry-added.v1"));
    }

    /// <summary>Returns when the gateway's probe is answered so; whatever it is, it must be ready to be asked.</summary>
    private static async Task SaysAsync(Gateway gateway, string words)
    {
        using var client = new HttpClient();
        using var limit = new CancellationTokenSource(HealthWithin);
        while (!(await client.GetStringAsync(new Uri(gateway.Address, "/health/ready"), limit.Token)).StartsWith(words, StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }
}
