using System.Net;
using Despatch.Exercise.Clients;

namespace Despatch.LoadTests.Remembering;

/// <summary>A host on a log that stays, from its start to its end.</summary>
internal sealed class MeasuredHost : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(2);

    private readonly LivingHost _host;
    private readonly CommandClient _client;

    private MeasuredHost(LivingHost host, TimeProvider time, TimeSpan untilReady)
    {
        _host = host;
        _client = new CommandClient(new CommandClientOptions { Targets = host.Gateways }, new Tally(), time);
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
    public double Mb => _host.Mb();

    /// <summary>Starts one and waits until it is ready, however long that takes.</summary>
    public static async Task<MeasuredHost> StartAsync(PastLog log, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var host = await log.StartAsync(time, cancel);
        try
        {
            using var http = new HttpClient { Timeout = Attempt };
            foreach (var gateway in host.Gateways)
            {
                while (!await IsReadyAsync(http, new Uri(gateway, "health/ready"), cancel))
                {
                    await Task.Delay(Look, time, cancel);
                }
            }

            return new MeasuredHost(host, time, time.GetElapsedTime(began));
        }
        catch
        {
            await host.Process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.Process.DisposeAsync();
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
