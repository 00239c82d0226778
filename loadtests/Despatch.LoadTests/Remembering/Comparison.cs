using Despatch.Exercise.Clients;

namespace Despatch.LoadTests.Remembering;

/// <summary>
/// The same host on two logs, in turn: on a machine that does other things besides, two long measurements one after the other would compare
/// the machine with itself.
/// </summary>
internal sealed class Comparison(PastLog empty, PastLog full, TimeProvider time, CancellationToken cancel)
{
    private const int Starts = 5;
    private const int Rounds = 20;
    private const int IncidentsARound = 25;
    private const int MemoryLooks = 5;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    private int _done;

    /// <summary>How many steps there are.</summary>
    public static int Steps => Starts + Rounds + 2;

    /// <summary>How many are done.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>How long the very first start on the full log took: there is no kept board yet, so all of the log is read.</summary>
    public TimeSpan FirstStart { get; private set; }

    public double[] StartUpMs { get; private set; } = [];

    public double[] P99Ms { get; private set; } = [];

    public double[] P50Ms { get; private set; } = [];

    public double[] MemoryMb { get; private set; } = [];

    public long Commands { get; private set; }

    public async Task RunAsync()
    {
        // Once on either, as in any life before: the board is kept, and the crews that are measured have been at work.
        await LiveAsync(empty);
        FirstStart = await LiveAsync(full);
        Interlocked.Increment(ref _done);
        await MeasureStartsAsync();
        await MeasureWorkAsync();
    }

    private async Task<TimeSpan> LiveAsync(PastLog log)
    {
        await using var host = await MeasuredHost.StartAsync(log, time, cancel);
        await host.Crews.BookOnAsync(cancel);
        await host.Crews.WorkAsync(1, cancel);
        await host.Crews.BookOffAsync(cancel);
        return host.UntilReady;
    }

    private async Task MeasureStartsAsync()
    {
        List<TimeSpan>[] took = [[], []];
        for (var start = 0; start < Starts; start++)
        {
            foreach (var (log, list) in new[] { (empty, took[0]), (full, took[1]) })
            {
                await using var host = await MeasuredHost.StartAsync(log, time, cancel);
                list.Add(host.UntilReady);
            }

            Interlocked.Increment(ref _done);
        }

        StartUpMs = [.. took.Select(list => Output.Round(list.Order().ElementAt(Starts / 2).TotalMilliseconds))];
    }

    private async Task MeasureWorkAsync()
    {
        await using var first = await MeasuredHost.StartAsync(empty, time, cancel);
        await using var second = await MeasuredHost.StartAsync(full, time, cancel);
        MeasuredHost[] hosts = [first, second];
        foreach (var host in hosts)
        {
            await host.Crews.BookOnAsync(cancel);
            await host.Crews.WorkAsync(IncidentsARound, cancel);
            host.Crews.Measured = new LatencyHistogram();
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var host in hosts)
            {
                await host.Crews.WorkAsync(IncidentsARound, cancel);
            }

            Interlocked.Increment(ref _done);
        }

        P50Ms = [.. hosts.Select(h => Output.Round(h.Crews.Measured!.Percentile(0.5).TotalMilliseconds))];
        P99Ms = [.. hosts.Select(h => Output.Round(h.Crews.Measured!.Percentile(0.99).TotalMilliseconds))];
        Commands = first.Crews.Measured!.Count;
        MemoryMb = await SettledAsync(hosts);
        Interlocked.Increment(ref _done);
        foreach (var host in hosts)
        {
            await host.Crews.BookOffAsync(cancel);
        }
    }

    private async Task<double[]> SettledAsync(MeasuredHost[] hosts)
    {
        List<double>[] seen = [[], []];
        for (var look = 0; look < MemoryLooks; look++)
        {
            await Task.Delay(Settle, time, cancel);
            seen[0].Add(hosts[0].Mb);
            seen[1].Add(hosts[1].Mb);
        }

        return [.. seen.Select(s => Output.Round(s.Order().ElementAt(MemoryLooks / 2)))];
    }
}
