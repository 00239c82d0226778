using System.Globalization;
using Despatch.Host.Tests.Hosting;

namespace Despatch.Cluster.Tests;

/// <summary>
/// What the database keeps beside the log, snapshots of grains and the board, makes a silo's start quicker and nothing else: whole, damaged
/// or deleted, a silo that begins with it answers the same.
/// </summary>
public sealed class KeptTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UPDATE orleans.state SET version = version")]
    [InlineData("UPDATE orleans.state SET payload = '\\x00'; UPDATE orleans.board SET board = '\\x00'")]
    [InlineData("DELETE FROM orleans.state; DELETE FROM orleans.board")]
    public async Task A_site_that_stops_and_begins_again_answers_the_same_whatever_became_of_what_was_kept(string meanwhile)
    {
        await using var london = await London.StartAsync();
        var cad = await WriteAsync(london);
        var before = await AnswersAsync(london.Lambeth, cad);

        Assert.Equal(0, await london.Cluster.SiloOf("lambeth").Process.StopAsync());
        Assert.Equal(true, await AskAsync(london, "SELECT count(*) > 0 FROM orleans.state WHERE kind = 'unit' AND extension = 'unit-AS102'"));
        Assert.Equal(true, await AskAsync(london, "SELECT max(position) > 500 FROM orleans.board"));
        await AskAsync(london, meanwhile);
        await london.ReviveAsync("lambeth");
        await london.ActiveAsync(london.Lambeth, "lambeth-1", "hendon-1", "bow-1");

        Assert.Equal(before, await AnswersAsync(london.Lambeth, cad));
        await london.Lambeth.AddEntryAsync(cad, "and it goes on");
    }

    private static Task<object?> AskAsync(London london, string sql) => PostgresServer.ExecuteAsync(london.Cluster.Database, sql);

    /// <summary>Enough that both are worth keeping.</summary>
    private static async Task<string> WriteAsync(London london)
    {
        await london.Lambeth.BookOnAsync("AS102");
        for (var i = 0; i < 30; i++)
        {
            var press = new V1.SetStatusRequest { Command = Gateway.Command(), Callsign = "AS102", Status = i % 2 == 0 ? 3 : 2 };
            await london.Lambeth.Units.SetStatusAsync(press, Gateway.Crew);
        }

        var cad = await london.Lambeth.OpenAsync("AS");
        await london.Bow.AssignAsync(cad, "AS102");
        var closed = await london.Hendon.OpenAsync("AS", "closed again");
        await london.Hendon.CloseAsync(closed);
        await Parallel.ForEachAsync(Enumerable.Range(0, 12), Stop, async (_, _) =>
        {
            var own = await london.Hendon.OpenAsync("NW");
            for (var i = 0; i < 45; i++)
            {
                await london.Hendon.AddEntryAsync(own, string.Create(CultureInfo.InvariantCulture, $"Entry {i}"));
            }
        });
        return cad;
    }

    private static async Task<string> AnswersAsync(Gateway gateway, string cad)
    {
        await gateway.SeesAsync(await gateway.PositionAsync());
        using var watch = gateway.Pods.WatchBoard(new V1.WatchBoardRequest { WithoutFixes = true }, Gateway.Supervisor);
        var rows = new List<string> { (await gateway.IncidentAsync(cad)).ToString(), (await gateway.UnitAsync("AS102")).ToString() };
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(Stop));
            rows.AddRange(watch.ResponseStream.Current.Incidents.Select(i => i.Cad));
            rows.AddRange(watch.ResponseStream.Current.Units.Select(u => u.ToString()));
        }
        while (watch.ResponseStream.Current.Position == 0);
        return string.Join('\n', rows.Order(StringComparer.Ordinal));
    }
}
