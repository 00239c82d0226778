using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>
/// This silo's part in a membership kept in a database: joins, reads what others wrote, says that it is alive, leaves. A silo that finds
/// itself voted out stops; one that cannot reach the table for as long as a vote lasts takes no calls until it can again.
/// </summary>
internal sealed class TableMembership : IMembershipAgent, IAsyncDisposable
{
    private const int Attempts = 20;

    private readonly MembershipTable _table;
    private readonly ClusterMembershipOptions _options;
    private readonly TcpNetwork _network;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<SiloAddress, RemoteSilo> _remotes = [];
    private Silo _silo = null!;
    private Task _loops = Task.CompletedTask;
    private long _lastContact;
    private volatile bool _leaving;

    public TableMembership(
        MembershipTable table, IOptions<ClusterMembershipOptions> options, TcpNetwork network, IServiceProvider services, TimeProvider time,
        ILogger<TableMembership> logger)
    {
        (_table, _options, _network, _services, _time, _logger) = (table, options.Value, network, services, time, logger);
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public async Task Join(Silo silo)
    {
        _silo = silo;
        GrainTypes.RegisterAll();
        await _table.InitializeAsync();
        _network.Listen(silo, GreetAsync);
        await ChangeAsync(rows => rows.Find(r => r.IsIn && silo.SiloAddress.IsSuccessorOf(r.Address)) is { } former
            ? former with { Status = SiloStatus.Dead }
            : new MembershipRow(silo.SiloAddress, silo.Name, SiloStatus.Joining, [], Now, Now));
        await Become(silo, SiloStatus.Active);
        var prober = new Prober(_silo, this, _options, _time, _services.GetRequiredService<IGrainFactory>(), _logger);
        _network.Broken = prober.Check;
        _loops = Task.WhenAll(
            EveryAsync(_options.TableRefreshTimeout, RefreshAsync),
            EveryAsync(_options.IAmAliveTablePublishTimeout, () => _table.AliveAsync(silo.SiloAddress, Now)),
            EveryAsync(_options.ProbeTimeout, prober.ProbeAsync));
    }

    /// <inheritdoc/>
    public async Task Become(Silo silo, SiloStatus status, bool lost = false)
    {
        _leaving |= status.IsTerminating();
        try
        {
            await ChangeAsync(rows => rows.Find(r => r.Address == silo.SiloAddress) is { } own && own.Status != SiloStatus.Dead
                ? own with { Status = status, Alive = Now }
                : null);
        }
        catch (Exception e) when (_leaving)
        {
            _logger.LogWarning(e, "The membership table could not be told that {Silo} is {Status}", silo.SiloAddress, status);
            silo.Hub.SetStatus(silo.SiloAddress, silo.Name, status, lost);
        }

        if (status == SiloStatus.Dead)
        {
            await DisposeAsync();
        }
    }

    /// <summary>Takes a look at the table.</summary>
    public async Task RefreshAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await ReadAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Votes that a silo is dead; enough votes make it so.</summary>
    public Task SuspectAsync(SiloAddress suspect) => ChangeAsync(rows =>
    {
        if (rows.Find(r => r.Address == suspect) is not { IsIn: true } row)
        {
            return null;
        }

        var votes = row.Votes.Where(v => v.Voter != _silo.SiloAddress && Now - v.At < _options.DeathVoteExpirationTimeout)
            .Append((_silo.SiloAddress, Now)).ToList();
        var stale = _options.IAmAliveTablePublishTimeout * _options.NumMissedTableIAmAliveLimit;
        var voters = rows.Count(r => r.Status == SiloStatus.Active && Now - r.Alive < stale);
        var isDead = votes.Count >= Math.Max(1, Math.Min(_options.NumVotesForDeathDeclaration, (voters + 1) / 2));
        _logger.LogWarning("{Silo} does not answer: {Votes} of {Voters} vote it dead", suspect, votes.Count, voters);
        return row with { Votes = votes, Status = isDead ? SiloStatus.Dead : row.Status };
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        await _end.CancelAsync();
        await Task.WhenAll(_remotes.Values.Select(r => r.DisposeAsync().AsTask()));
        await _network.DisposeAsync();
        await _loops;
    }

    /// <summary>Decides on the newest rows what to write, until nobody was faster or there is nothing to do; then tells the others.</summary>
    private async Task ChangeAsync(Func<List<MembershipRow>, MembershipRow?> decide)
    {
        await _turn.WaitAsync();
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var (version, rows) = await _table.ReadAsync();
                if (decide(rows) is not { } row)
                {
                    break;
                }

                var isNew = !rows.Exists(r => r.Address == row.Address);
                var done = isNew ? await _table.InsertAsync(row, version) : await _table.UpdateAsync(row, version);

                // A former start of this silo is put away first; then its own row follows.
                if (done && (isNew || !_silo.SiloAddress.IsSuccessorOf(row.Address)))
                {
                    break;
                }
            }

            await ReadAsync();
            foreach (var silo in _remotes.Keys)
            {
                _ = SystemGrain.Of(_services.GetRequiredService<IGrainFactory>(), silo).Refresh();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ReadAsync()
    {
        var (version, rows) = await _table.ReadAsync();
        _lastContact = _time.GetTimestamp();
        _silo.IsSuspended = false;
        var hub = _silo.Hub;
        var before = hub.Members;
        var active = hub.ActiveSilos;
        foreach (var row in rows.Where(r => r.Status != SiloStatus.Dead && r.Address != _silo.SiloAddress && !_remotes.ContainsKey(r.Address)))
        {
            var remote = _remotes[row.Address] = new RemoteSilo(_silo, row.Address, row.Name, _network);
            hub.Join(remote);
        }

        // One that stopped in order has answered its calls or handed them on; any other took them along.
        var gone = rows.Where(r => r.Status == SiloStatus.Dead && before.Members.TryGetValue(r.Address, out var was) && was.Status != SiloStatus.Dead).ToList();
        var lost = gone.Where(r => before.GetSiloStatus(r.Address) is SiloStatus.Active or SiloStatus.Joining).Select(r => r.Address);
        var members = rows.ToImmutableDictionary(r => r.Address, r => new ClusterMember(r.Address, r.Status, r.Name));
        if (hub.Apply(new ClusterMembershipSnapshot(members, new MembershipVersion(version)), lost))
        {
            _ = _services.GetRequiredService<ClusterDirectory>().Rebuild(active);
        }

        foreach (var row in gone.Where(r => _remotes.Remove(r.Address, out _)))
        {
            if (hub.Find(row.Address) is RemoteSilo remote)
            {
                hub.Leave(remote);
                _ = remote.DisposeAsync().AsTask();
            }
        }

        if (!_leaving && before.GetSiloStatus(_silo.SiloAddress) == SiloStatus.Active && members.GetValueOrDefault(_silo.SiloAddress)?.Status != SiloStatus.Active)
        {
            _leaving = true;
            _logger.LogCritical("{Silo} was declared dead by the others: it stops", _silo.SiloAddress);
            try
            {
                _silo.Crash();
            }
            finally
            {
                // Whatever became of its calls, it must not stay.
                _services.GetService<IHostApplicationLifetime>()?.StopApplication();
            }
        }
    }

    /// <summary>Somebody new sends: what it is shall be known before its calls are.</summary>
    private async Task GreetAsync(SiloAddress sender)
    {
        if (_silo.Hub.Find(sender) is null)
        {
            try
            {
                await RefreshAsync();
            }
            catch (Exception e) when (e is not ObjectDisposedException)
            {
                _logger.LogWarning(e, "The membership table could not be read to know {Silo}", sender);
            }
        }
    }

    private async Task EveryAsync(TimeSpan period, Func<Task> work)
    {
        using var timer = new PeriodicTimer(period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                try
                {
                    await work();
                }
                catch (Exception e) when (e is not ObjectDisposedException)
                {
                    Failed(e);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The end of the silo.
        }
    }

    private void Failed(Exception reason)
    {
        _logger.LogWarning(reason, "The membership table cannot be reached");
        if (!_leaving && _time.GetElapsedTime(_lastContact) > _options.DeathVoteExpirationTimeout)
        {
            _silo.IsSuspended = true;
        }
    }
}
