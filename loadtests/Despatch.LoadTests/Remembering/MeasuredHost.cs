using System.Net;
using Despatch.Exercise.Clients;
using Despatch.LoadTests.Hosting;

namespace Despatch.LoadTests.Remembering;

/// <summary>A host on a log that stays, from its start to its end.</summary>
internal sealed class MeasuredHost : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(2);

    private readonly HostProcess _process;
    private readonly CommandClient _client;

    private MeasuredHost(HostProcess process, TimeProvider time, TimeSpan untilReady)
    {
        _process = process;
        _client = new CommandClient(new CommandClientOptions { Targets = process.Gateways }, new Tally(), time);
        Crews = new BusyCrews(_client);
        UntilReady = untilReady;
    }

    /// <summary>From its start until every site served with a board level with the log.</summary>
    public TimeSpan UntilReady { get; }

    /// <summary>Asks its gateways.</summary>
    public CommandClient Client => _client;

    /// <summary>Its clients.</summary>
    public BusyCrews Crews { get; }

    /// <summary>The memory that it holds, in megabytes.</summary>
    public double Mb => _process.Mb;

    /// <summary>Starts one and waits until it is ready, however long that takes.</summary>
    public static async Task<MeasuredHost> StartAsync(string dataFile, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var process = await HostProcess.StartAsync(time, cancel, dataFile);
        try
        {
            using var http = new HttpClient { Timeout = Attempt };
            foreach (var gateway in process.Gateways)
            {
                while (!await IsReadyAsync(http, new Uri(gateway, "health/ready"), cancel))
                {
                    await Task.Delay(Look, time, cancel);
                }
            }

            return new MeasuredHost(process, time, time.GetElapsedTime(began));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri question, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(question, cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
