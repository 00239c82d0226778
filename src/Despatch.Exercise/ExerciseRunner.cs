using Despatch.Exercise.Clients;

namespace Despatch.Exercise;

/// <summary>Plays an exercise: callers, call handlers, despatchers and crews, all of them ordinary clients of the gateways.</summary>
public static class ExerciseRunner
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Plays one. Cancelling ends it early, with the report of what was done so far. What gateways do wrong is counted in the report;
    /// a fault of the exercise's own is thrown.
    /// </summary>
    public static async Task<ExerciseReport> RunAsync(
        ExerciseOptions options, IProgress<ExerciseProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var client = new CommandClient(new CommandClientOptions { Targets = options.Targets }, new Tally(), options.Time);
        using var play = new ExercisePlay(options, client, over);
        using var reporting = options.Time.CreateTimer(_ => progress?.Report(play.Progress()), null, ReportEvery, ReportEvery);
        try
        {
            await play.PlayAsync();
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Ended from outside, or by a fault of its own.
        }
        finally
        {
            await over.CancelAsync();
        }

        progress?.Report(play.Progress());
        return play.Fault is null ? play.Report() : throw new InvalidOperationException("The exercise itself failed.", play.Fault);
    }
}
