using Despatch.Domain;
using Despatch.Gateway.Refusals;
using Despatch.Grains;
using Grpc.Core;

namespace Despatch.Gateway.Commands;

/// <summary>
/// Sends commands and questions to grains. A call that was lost on its way (its silo died, say) or stays without an answer is sent
/// again with the same command id until the command's deadline: the log knows the id, so it is carried out once. Thread-safe.
/// </summary>
internal sealed class CommandRunner(GatewayOptions options, TimeProvider time)
{
    // Past its deadline the grain refuses by itself; this leaves that answer the time to arrive.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs a command that was done when this returns.</summary>
    /// <exception cref="RpcException">It was refused.</exception>
    public async Task<Answer> RunAsync(Domain.CommandContext context, Func<Task<Answer>> send, CancellationToken ct)
    {
        var answer = await TryRunAsync(context, send, ct);
        return answer.Refusal is { } refusal ? throw RefusalStatus.Exception(refusal) : answer;
    }

    /// <summary>Runs a command and gives its answer, a refusal included.</summary>
    public Task<Answer> TryRunAsync(Domain.CommandContext context, Func<Task<Answer>> send, CancellationToken ct) =>
        SendAsync(send, context.Deadline, ct);

    /// <summary>Asks something, for as long as a command would be tried.</summary>
    public Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken ct) => SendAsync(ask, time.GetUtcNow() + options.DefaultDeadline, ct);

    private async Task<T> SendAsync<T>(Func<Task<T>> send, DateTimeOffset deadline, CancellationToken ct)
    {
        var pause = options.FirstPause;
        var patience = options.FirstPatience;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                return await send().WaitAsync(Shorter(patience, Left(deadline)), time, ct);
            }
            catch (Exception lost) when (Faults.IsLostCall(lost) && time.GetUtcNow() + pause < deadline)
            {
                await Task.Delay(pause, time, ct);
                pause = Shorter(pause * 2, options.LongestPause);
                patience *= 2;
            }
        }
    }

    private TimeSpan Left(DateTimeOffset deadline)
    {
        var left = deadline - time.GetUtcNow();
        return left > TimeSpan.Zero ? left + Grace : Grace;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
