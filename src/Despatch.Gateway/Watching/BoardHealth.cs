using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Despatch.Gateway.Watching;

/// <summary>A silo serves well while its board keeps up with the log; one that is cut off shows its last picture and says so.</summary>
internal sealed class BoardHealth(Board.Board board, TimeProvider time) : IHealthCheck
{
    /// <summary>The follower looks at the log once a second; ten missed looks are no accident.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var age = time.GetUtcNow() - board.Picture().AsOf;
        return Task.FromResult(age < Old
            ? HealthCheckResult.Healthy($"The board is at position {board.Position}.")
            : HealthCheckResult.Degraded($"The board has not heard from the log for {age}: its last picture is shown."));
    }
}
