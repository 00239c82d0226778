using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using Despatch.Domain;
using Despatch.Domain.Records;
using Despatch.EventLog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Despatch.Gateway.Reading;

/// <summary>
/// Puts on record who read what. Whoever reads does not wait for the log: readings are gathered for a moment and written together, in a stream
/// of this process' own. While the log is away they are kept and tried again, and once very many are, reading waits for it. An orderly stop
/// writes all of them; a process that dies loses those of the last moment (<see cref="Moment"/>). Thread-safe.
/// </summary>
internal sealed class ReadLog : BackgroundService
{
    /// <summary>How long readings are gathered: what a process that dies may lose.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    private const int MostWaiting = 50_000;
    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<RecordRead> _waiting = Channel.CreateBounded<RecordRead>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = false, FullMode = BoundedChannelFullMode.Wait });

    private readonly SemaphoreSlim _writing = new(1);
    private readonly IEventLog _log;
    private readonly EventCodec _codec;
    private readonly TimeProvider _time;
    private readonly ILogger<ReadLog> _logger;
    private readonly string _process;
    private int _namesakes;
    private ImmutableArray<RecordRead> _batch = [];
    private long _version;

    public ReadLog(IEventLog log, EventCodec codec, ILocalSiloDetails silo, TimeProvider time, ILogger<ReadLog> logger)
    {
        (_log, _codec, _time, _logger) = (log, codec, time, logger);
        _process = string.Create(CultureInfo.InvariantCulture, $"reads-{silo.Name}-{time.GetUtcNow():yyyyMMddHHmmssfff}");
    }

    /// <summary>Notes a reading; at once, unless the log has been away for very long.</summary>
    /// <param name="by">Who reads.</param>
    /// <param name="record">The record's key.</param>
    /// <param name="how">How it is read.</param>
    /// <param name="people">The keys of the people it names.</param>
    /// <param name="ct">Ends the wait.</param>
    public async ValueTask NoteAsync(Actor by, string record, string how, IEnumerable<string> people, CancellationToken ct)
    {
        var read = new RecordRead(record, how, [.. people]) { At = _time.GetUtcNow(), By = by };
        if (_waiting.Writer.TryWrite(read))
        {
            return;
        }

        if (await _waiting.Writer.WaitToWriteAsync(ct))
        {
            await _waiting.Writer.WriteAsync(read, ct);
            return;
        }

        // The service has stopped, and somebody reads still.
        await WriteAsync(read);
    }

    /// <summary>Writes what is waiting now: whoever asks who read what sees what this gateway answered before.</summary>
    public Task FlushAsync() => WriteAsync(null);

    /// <summary>Nothing is gathered any more; what waits is written, and a log that is away is asked for as long as the host lets it.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (Waiting > 0 && !await TryWriteAsync() && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Moment, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (Waiting > 0)
        {
            _logger.Lost(Waiting);
        }
    }

    public override void Dispose()
    {
        _writing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var pause = await TryWriteAsync() ? Moment : Pause;
            await Task.Delay(pause, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string Stream => _namesakes == 0 ? _process : string.Create(CultureInfo.InvariantCulture, $"{_process}-{_namesakes}");

    private int Waiting => _batch.Length + _waiting.Reader.Count;

    private async Task<bool> TryWriteAsync()
    {
        try
        {
            await WriteAsync(null);
            return true;
        }
        catch (EventLogException fault)
        {
            _logger.NotWritten(fault.Message);
            return false;
        }
    }

    private async Task WriteAsync(RecordRead? last)
    {
        await _writing.WaitAsync();
        try
        {
            await AppendAsync();
            while (Take())
            {
                await AppendAsync();
            }

            if (last is not null)
            {
                _batch = [last];
                await AppendAsync();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Takes the next batch. The same reading by the same person within the moment is one.</summary>
    private bool Take()
    {
        var taken = new List<RecordRead>();
        while (taken.Count < MostAtOnce && _waiting.Reader.TryRead(out var read))
        {
            taken.Add(read);
        }

        _batch = [.. taken.DistinctBy(static r => (r.By, r.Record, r.How))];
        return taken.Count > 0;
    }

    /// <summary>Appends the batch under an id that says where it goes: after a fault it is tried again as it was, and is written once.</summary>
    private async Task AppendAsync()
    {
        if (_batch.IsEmpty)
        {
            return;
        }

        var events = _batch.Select(Encode).ToImmutableArray();
        var print = Fingerprint(events);
        while (!await IsWrittenAsync(events, print))
        {
            // A silo of this name began in the same millisecond: the streams are told apart by number.
            if (_version > 0)
            {
                throw new InvalidOperationException($"{Stream} is not at version {_version}, and nobody else writes it.");
            }

            _namesakes++;
        }

        _version += _batch.Length;
        _batch = [];
    }

    private async Task<bool> IsWrittenAsync(ImmutableArray<NewEvent> events, string print)
    {
        var command = new CommandRecord(string.Create(CultureInfo.InvariantCulture, $"{Stream}:{_version}"), print, ReadOnlyMemory<byte>.Empty);
        return await _log.AppendAsync(new AppendRequest([new StreamWrite(Stream, _version, events)], command), CancellationToken.None) switch
        {
            AppendResult.Appended => true,
            AppendResult.AlreadyDone done => string.Equals(done.First.Fingerprint, print, StringComparison.Ordinal),
            _ => false,
        };
    }

    private static string Fingerprint(ImmutableArray<NewEvent> events)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var read in events)
        {
            hash.AppendData(read.Data.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private NewEvent Encode(RecordRead read)
    {
        var (name, data) = _codec.Encode(read);
        return new NewEvent(name, data, read.Tags());
    }
}
