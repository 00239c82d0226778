using System.Globalization;
using Despatch.Host.Tests.Hosting;

namespace Despatch.Host.Tests;

/// <summary>
/// What lies beside the log, snapshots of grains and the kept board, makes a start quicker and nothing else: whole, damaged or gone, the
/// host answers the same.
/// </summary>
public sealed class KeptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("despatch-kept-tests-");
    private readonly int _port = Ports.Free();

    private string DataFile => Path.Combine(_folder.FullName, "despatch.db");

    private IEnumerable<string> Boards => Directory.EnumerateFiles(_folder.FullName, "despatch.db-board-*");

    private string Snapshots => DataFile + "-snapshots";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_host_answers_the_same_with_what_it_kept_without_it_and_with_garbage_in_its_place()
    {
        var cad = "";
        var before = await ServeAsync(clean: true, async hosts =>
        {
            cad = await WriteAsync(hosts);
            return await AnswersAsync(hosts, cad);
        });
        Assert.NotEmpty(Boards);
        Assert.True(new FileInfo(Snapshots).Length > 0);

        Assert.Equal(before, await ServeAsync(clean: true, hosts => AnswersAsync(hosts, cad)));

        foreach (var file in Boards.Append(Snapshots))
        {
            await File.WriteAllTextAsync(file, "This was something else once.", TestContext.Current.CancellationToken);
        }

        Assert.Equal(before, await ServeAsync(clean: false, hosts => AnswersAsync(hosts, cad)));

        foreach (var file in Boards.Append(Snapshots).ToArray())
        {
            File.Delete(file);
        }

        Assert.Equal(before, await ServeAsync(clean: true, hosts => AnswersAsync(hosts, cad)));
    }

    /// <summary>Serves, asks, stops; a kept board that cannot be used is told of, one that can is not.</summary>
    private async Task<string> ServeAsync(bool clean, Func<Gateway[], Task<string>> ask)
    {
        await using var host = await HostProcess.ServeAsync(DataFile, _port);
        Gateway[] gateways = [.. host.Gateways.Select(g => new Gateway(g.Address))];
        try
        {
            return await ask(gateways);
        }
        finally
        {
            Array.ForEach(gateways, g => g.Dispose());
            Assert.Equal(0, await host.StopAsync());
            Assert.True(
                clean != host.Errors.Any(line => line.Contains("kept board", StringComparison.Ordinal)), string.Join('\n', host.Errors));
        }
    }

    /// <summary>Enough that both are worth keeping.</summary>
    private static async Task<string> WriteAsync(Gateway[] gateways)
    {
        await gateways[0].BookOnAsync("AS102");
        await gateways[0].BookOnAsync("AS103");
        var cad = await gateways[1].OpenAsync("AS");
        await gateways[2].AssignAsync(cad, "AS102");
        var closed = await gateways[2].OpenAsync("AS", "closed again");
        await gateways[2].CloseAsync(closed);
        await Parallel.ForEachAsync(Enumerable.Range(0, 12), TestContext.Current.CancellationToken, async (line, _) =>
        {
            var own = await gateways[line % 3].OpenAsync("AS");
            for (var i = 0; i < 50; i++)
            {
                await gateways[line % 3].AddEntryAsync(own, string.Create(CultureInfo.InvariantCulture, $"Entry {i}"));
            }
        });
        return cad;
    }

    private static async Task<string> AnswersAsync(Gateway[] gateways, string cad)
    {
        var position = await gateways[0].PositionAsync();

        // The log's position is not among them: that these questions were asked is on record in it.
        var answers = new List<string>();
        foreach (var gateway in gateways)
        {
            await gateway.SeesAsync(position);
            answers.Add((await gateway.IncidentAsync(cad)).ToString());
            answers.Add((await gateway.UnitAsync("AS102")).ToString());
            answers.Add((await gateway.UnitAsync("AS103")).ToString());
            answers.AddRange(await RowsAsync(gateway));
        }

        return string.Join('\n', answers);
    }

    /// <summary>The whole board: its first step, which may come in several messages.</summary>
    private static async Task<IEnumerable<string>> RowsAsync(Gateway gateway)
    {
        using var watch = gateway.Pods.WatchBoard(new V1.WatchBoardRequest { WithoutFixes = true }, Gateway.Supervisor);
        var rows = new List<string>();
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            rows.AddRange(watch.ResponseStream.Current.Incidents.Select(i => i.ToString()));
            rows.AddRange(watch.ResponseStream.Current.Units.Select(u => u.ToString()));
        }
        while (watch.ResponseStream.Current.Position == 0);
        Assert.NotEmpty(rows);
        return rows.Order(StringComparer.Ordinal);
    }
}
