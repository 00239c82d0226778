using Despatch.Board;
using Despatch.Domain.Incidents;
using Despatch.EventLog;
using Despatch.Grains.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace Despatch.Grains.Tests.Support;

/// <summary>A cluster whose silos follow the log onto their boards and watch the deadlines there, as the host's do.</summary>
public sealed class SweptCluster : TestCluster
{
    private readonly Lock _lock = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Done)> _waiting = [];

    /// <summary>How often each incident's escalations were written.</summary>
    public IReadOnlyList<IncidentEscalated> Escalations(string cad) => [.. Facts(cad).OfType<IncidentEscalated>()];

    /// <summary>Completes when something holds of the log; it is looked at again at every append.</summary>
    public Task Until(Func<bool> holds)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((holds, done));
        }

        Look();
        return done.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    protected override void Configure(ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        Store.Committed = (_, _) => ThreadPool.QueueUserWorkItem(_ => Look());
        silo.Services.AddHostedService<Follower>();
        silo.Services.AddHostedService(services => services.GetRequiredService<DeadlineWatch>());
    }

    private void Look()
    {
        lock (_lock)
        {
            foreach (var (_, done) in _waiting.Where(static w => w.Holds()).ToList())
            {
                done.TrySetResult();
            }

            _waiting.RemoveAll(static w => w.Done.Task.IsCompleted);
        }
    }

    private sealed class Follower(IEventLog log, EventCodec codec, Board.Board board, ILogger<BoardFollower> logger) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
            new BoardFollower(log, codec, board, logger).RunAsync(stoppingToken);
    }
}
