using Microsoft.Extensions.Hosting;

namespace Despatch.Gateway.Watching;

/// <summary>How streams end: by the client, or with the server, which cannot stop while a call is open. Thread-safe.</summary>
internal sealed class Ending(IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// Runs a stream until it is done or the server stops. Then it ends well: the client goes on elsewhere from its last position.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> stream, CancellationToken client)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(client, lifetime.ApplicationStopping);
        try
        {
            await stream(end.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !client.IsCancellationRequested)
        {
            // The server stops: nothing went wrong.
        }
    }
}
