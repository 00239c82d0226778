using System.Collections.Concurrent;
using System.Collections.Immutable;
using Despatch.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Exercise.Clients;

/// <summary>How a <see cref="CommandClient"/> calls.</summary>
public sealed record CommandClientOptions
{
    /// <summary>The gateways; calls are spread over them in turn.</summary>
    public required ImmutableArray<Uri> Targets { get; init; }

    /// <summary>Connections to each gateway.</summary>
    public int ConnectionsPerTarget { get; init; } = 1;

    /// <summary>How long a command is worth anything: its deadline.</summary>
    public TimeSpan CommandLife { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one attempt may take before the next is made with the same command id.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call's first retry waits; it doubles each time up to a second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a gateway that could not be reached, or did not answer, is asked only if no other is left.</summary>
    public TimeSpan Aside { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Hears the name and the id of every command that was accepted, before its sender does; on any thread, many at once.</summary>
    public Action<string, string>? OnAccepted { get; init; }
}

/// <summary>
/// Calls gateways as a careful client does: each command has an id and a deadline of its own, is sent again under the same id when a
/// gateway cannot be reached, and everything is counted. Safe for concurrent callers.
/// </summary>
public sealed class CommandClient : IDisposable
{
    private const int OtherTries = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<Gateway> _gateways;
    private readonly ConcurrentDictionary<Person, Metadata> _headers = new();
    private uint _next;

    /// <summary>Connects lazily, at the first call.</summary>
    public CommandClient(CommandClientOptions options, Tally tally, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Targets.IsDefaultOrEmpty)
        {
            throw new ArgumentException("There must be at least one target.", nameof(options));
        }

        Options = options;
        Tally = tally;
        Time = time;
        _gateways = [.. Enumerable.Range(0, options.ConnectionsPerTarget).SelectMany(_ => options.Targets).Select(t => new Gateway(t))];
    }

    /// <summary>What was counted.</summary>
    public Tally Tally { get; }

    internal CommandClientOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>
    /// The next connection in turn whose gateway is not set aside; if all are, the one that is longest so: the dead refuse at once, and
    /// would else be asked again and again while the living only need a moment.
    /// </summary>
    public Gateway NextGateway()
    {
        var now = Time.GetUtcNow();
        for (var others = 0; others < _gateways.Length; others++)
        {
            var next = _gateways[(int)(Interlocked.Increment(ref _next) % (uint)_gateways.Length)];
            if (next.AsideUntil <= now)
            {
                return next;
            }
        }

        return _gateways.MinBy(static gateway => gateway.AsideUntil)!;
    }

    /// <summary>
    /// A gateway could not be reached, or did not answer: others are asked first for a while. Not so one that has answered others since:
    /// what stays silent then is a silo behind it, and a client that left it might ask the silent silo's own gateway instead.
    /// </summary>
    /// <param name="gateway">That was asked.</param>
    /// <param name="failure">How it ended.</param>
    /// <param name="since">When it was asked, a timestamp of <see cref="Time"/>.</param>
    internal void SetAside(Gateway gateway, RpcException failure, long since)
    {
        if (failure.StatusCode != StatusCode.DeadlineExceeded || gateway.AnsweredAt < since)
        {
            gateway.AsideUntil = Time.GetUtcNow() + Options.Aside;
        }
    }

    /// <summary>Whether another gateway, or this one a moment later, may answer.</summary>
    internal static bool MayPass(RpcException failure) => failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded;

    /// <summary>The pause after one that did not help.</summary>
    internal static TimeSpan Longer(TimeSpan pause) => pause + pause < LongestPause ? pause + pause : LongestPause;

    /// <summary>An id that no other command has; ids rise in time, which a log's index likes.</summary>
    public string NewCommandId() => Guid.CreateVersion7(Time.GetUtcNow()).ToString("N");

    /// <summary>The metadata of a person's calls.</summary>
    public Metadata HeadersOf(Person by) =>
        _headers.GetOrAdd(by, static p => new Metadata { { "x-operator", p.Operator }, { "x-role", p.Role } });

    /// <summary>Sends a command. A refusal is an answer; a failure that retries could not mend is an RpcException.</summary>
    /// <param name="what">Its name in counts.</param>
    /// <param name="by">Who sends it.</param>
    /// <param name="call">Makes the call with a command that it is given.</param>
    /// <param name="cancel">Gives up waiting; the command may still be done.</param>
    public async Task<Answer<T>> SendAsync<T>(
        string what, Person by, Func<Gateway, Command, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancel)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(call);
        for (var tries = 1; ; tries++)
        {
            var began = Time.GetTimestamp();
            var deadline = Time.GetUtcNow() + Options.CommandLife;
            var command = new Command { CommandId = NewCommandId(), Deadline = Timestamp.FromDateTimeOffset(deadline) };
            var answer = await AttemptsAsync(what, by, (gateway, options) => call(gateway, command, options), deadline, cancel);
            if (answer.Refusal is not { } refusal)
            {
                Tally.CountCommand(Time.GetElapsedTime(began));
                Options.OnAccepted?.Invoke(what, command.CommandId);
                return answer;
            }

            Tally.CountRefusal(what, refusal.Code, Time.GetElapsedTime(began));
            if (!Refusals.IsWorthAnotherTry(refusal.Code) || tries > OtherTries)
            {
                return answer;
            }
        }
    }

    /// <summary>Asks a question. It changes nothing, so it is simply asked again.</summary>
    public async Task<Answer<T>> AskAsync<T>(
        string what, Person by, Func<Gateway, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancel)
        where T : class
    {
        var began = Time.GetTimestamp();
        var answer = await AttemptsAsync(what, by, call, Time.GetUtcNow() + Options.CommandLife, cancel);
        Tally.CountQuery(Time.GetElapsedTime(began));
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gateway in _gateways)
        {
            gateway.Dispose();
        }
    }

    private async Task<Answer<T>> AttemptsAsync<T>(
        string what, Person by, Func<Gateway, CallOptions, AsyncUnaryCall<T>> call, DateTimeOffset deadline, CancellationToken cancel)
        where T : class
    {
        var pause = Options.FirstPause;
        while (true)
        {
            var now = Time.GetUtcNow();
            var until = now + Options.Attempt < deadline ? now + Options.Attempt : deadline;
            var since = Time.GetTimestamp();
            var gateway = NextGateway();
            try
            {
                using var attempt = call(gateway, new CallOptions(HeadersOf(by), until.UtcDateTime, cancel));
                var answer = await attempt.ResponseAsync;
                gateway.AnsweredAt = Time.GetTimestamp();
                return new Answer<T>(answer);
            }
            catch (RpcException failure) when (!cancel.IsCancellationRequested)
            {
                if (Refusals.Of(failure) is { } refusal)
                {
                    gateway.AnsweredAt = Time.GetTimestamp();
                    return new Answer<T>(refusal);
                }

                if (!MayPass(failure) || Time.GetUtcNow() + pause >= deadline)
                {
                    Tally.CountFault(what, failure.StatusCode.ToString());
                    throw;
                }

                SetAside(gateway, failure, since);
            }
            catch (RpcException)
            {
                throw new OperationCanceledException(cancel);
            }

            Tally.CountRetry();
            await Task.Delay(pause, Time, cancel);
            pause = Longer(pause);
        }
    }
}
