using System.Collections.Concurrent;

namespace Polyfills.OrleansTests;

/// <summary>Points at which a grain waits for its test, or a test for a grain.</summary>
public static class Gates
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> All = new(StringComparer.Ordinal);

    public static Task Passed(string name) => Of(name).Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    public static Task Reached(string name) => Of(name).Task;

    public static void Open(string name) => Of(name).TrySetResult();

    public static bool IsOpen(string name) => Of(name).Task.IsCompleted;

    private static TaskCompletionSource Of(string name) =>
        All.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
