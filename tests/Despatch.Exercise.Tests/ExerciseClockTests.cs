namespace Despatch.Exercise.Tests;

public sealed class ExerciseClockTests
{
    [Fact]
    public async Task Without_a_speed_people_wake_in_their_order_and_nobody_waits_in_real_time()
    {
        var woken = new List<(int Who, TimeSpan At)>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var clock = new ExerciseClock(null, 1, TimeProvider.System, all.SetException, TestContext.Current.CancellationToken);
        clock.RunTogether([.. ((int[])[3, 1, 2]).Select(hours => (Func<Task>)(() => WakeAsync(hours)))]);
        await all.Task;

        Assert.Equal([(1, TimeSpan.FromHours(1)), (2, TimeSpan.FromHours(2)), (3, TimeSpan.FromHours(3))], woken);

        async Task WakeAsync(int hours)
        {
            await clock.DelayAsync(TimeSpan.FromHours(hours));
            woken.Add((hours, clock.Now));
            if (woken.Count == 3)
            {
                all.SetResult();
            }
        }
    }

    [Fact]
    public async Task Time_stands_still_while_as_many_are_busy_as_may_be()
    {
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var woken = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var clock = new ExerciseClock(null, 1, TimeProvider.System, woken.SetException, TestContext.Current.CancellationToken);
        clock.Run(() => busy.Task);
        clock.Run(async () =>
        {
            await clock.DelayAsync(TimeSpan.FromHours(1));
            woken.SetResult(clock.Now);
        });

        Assert.Equal(TimeSpan.Zero, clock.Now);
        Assert.False(woken.Task.IsCompleted);
        busy.SetResult();
        Assert.Equal(TimeSpan.FromHours(1), await woken.Task);
    }

    [Fact]
    public async Task Cancelling_wakes_everybody_with_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var fault = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var clock = new ExerciseClock(null, 1, TimeProvider.System, e => fault.TrySetResult(e), cancel.Token);
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        clock.Run(() => busy.Task);
        clock.Run(() => clock.DelayAsync(TimeSpan.FromHours(1)));
        await cancel.CancelAsync();

        Assert.IsAssignableFrom<OperationCanceledException>(await fault.Task);
        busy.SetResult();
    }

    [Fact]
    public async Task While_somebody_is_slow_time_moves_on_a_little_and_no_further()
    {
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var soon = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var clock = new ExerciseClock(null, 8, TimeProvider.System, late.SetException, TestContext.Current.CancellationToken);
        clock.RunTogether(
            () => slow.Task,
            async () =>
            {
                await clock.DelayAsync(TimeSpan.FromSeconds(10));
                soon.SetResult(clock.Now);
            },
            async () =>
            {
                await clock.DelayAsync(TimeSpan.FromHours(1));
                late.SetResult(clock.Now);
            });

        Assert.Equal(TimeSpan.FromSeconds(10), await soon.Task);
        Assert.False(late.Task.IsCompleted);
        slow.SetResult();

        // Whoever begins second may begin when it is ten seconds past already.
        Assert.InRange(await late.Task, TimeSpan.FromHours(1), TimeSpan.FromHours(1) + TimeSpan.FromSeconds(10));
    }
}
