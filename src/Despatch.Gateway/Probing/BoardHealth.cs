using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Despatch.Gateway.Probing;

/// <summary>
/// A silo is ready once its board has been level with the log: before that it shows a part of London as if it were all. Cut off from the
/// log later, it shows its last picture and says how old that is.
/// </summary>
internal sealed class BoardHealth(Board.Board board, TimeProvider time) : IHealthCheck
{
    /// <summary>The follower looks at the log once a second; ten missed looks are no accident.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var age = time.GetUtcNow() - board.Picture().AsOf;
        return Task.FromResult(
            !board.HasCaughtUp ? HealthCheckResult.Unhealthy($"the board is at position {board.Position} and has not caught up with the log yet")
            : age < Old ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                string.Create(CultureInfo.InvariantCulture, $"the log is away and the last board is served; it is {age.TotalSeconds:F0} s old")));
    }
}
