using Despatch.LoadTests.Hosting;

namespace Despatch.LoadTests.Deadlines;

/// <summary>Upstream's runtime has no virtual time, so this build cannot run it.</summary>
internal sealed class DeadlineRun(int open, TimeSpan length, int seed)
{
    /// <summary>How much of the virtual time has passed.</summary>
    public TimeSpan Done { get; }

    /// <summary>Cannot.</summary>
    /// <exception cref="HostException">Always: use the default build.</exception>
    public DeadlineResult Run(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        throw new HostException($"{open} incidents over {length} (seed {seed}) need virtual time, which this build on upstream's runtime lacks: use the default build.", "");
    }
}
