using Despatch.Grains.Tests.Simulation;
using Despatch.Pack;

namespace Despatch.LoadTests.Deadlines;

/// <summary>The tests' simulation, at full size, with London's pods and policy. On the thread that calls it.</summary>
internal sealed class DeadlineRun(int open, TimeSpan length, int seed)
{
    /// <summary>How late an escalation may be.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>All are open after this part of the time; deadlines of an I begin 2 minutes after it was opened.</summary>
    private const double OpeningPart = 0.25;

    private const int ActsPerSecond = 2;

    private long _doneTicks;

    /// <summary>How much of the virtual time has passed. For another thread to look at.</summary>
    public TimeSpan Done => new(Volatile.Read(ref _doneTicks));

    public DeadlineResult Run(CancellationToken cancel)
    {
        var pack = ForcePack.London;
        using var simulation = new DeadlineSimulation(seed, pack.Force, pack.Escalation);
        simulation.Open(open, length * OpeningPart);
        simulation.Act(ActsPerSecond);
        var step = TimeSpan.FromMinutes(1);
        for (var done = TimeSpan.Zero; done < length; done += step)
        {
            cancel.ThrowIfCancellationRequested();
            simulation.Run(step < length - done ? step : length - done);
            Volatile.Write(ref _doneTicks, (done + step).Ticks);
        }

        var report = simulation.Report(Limit);
        return new DeadlineResult(
            simulation.Opened, simulation.Kills, report.Raised, report.Missed, report.Duplicated, report.TooLate,
            report.Percentile(0.99), report.Percentile(1));
    }
}
