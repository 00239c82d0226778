using System.Globalization;
using Despatch.Domain;
using Despatch.Domain.Reporting;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Identity;
using Despatch.Gateway.Reporting;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>despatch.v1.Reports.</summary>
internal sealed class ReportsService(Checker checker, LogReport reports) : V1.Reports.ReportsBase
{
    /// <summary>A week, and the day that it is asked on.</summary>
    private const int MostDays = 8;

    public override async Task<V1.MeasureResponse> Measure(V1.MeasureRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        check.AtLeast(Caller.Of(context), Role.Supervisor, "read reports");
        var first = check.Day(request.FirstDay, "first_day");
        var last = check.Day(request.LastDay, "last_day");
        check.Must(last >= first, "last_day", "must not be before first_day");
        check.Must(last.DayNumber - first.DayNumber < MostDays, "last_day", $"must be within {MostDays} days, first_day included");
        check.Must(last <= LondonTime.DayOf(check.Now), "last_day", "must not be in the future");
        check.Throw();

        var period = new ReportPeriod(first, last);
        return Write(period, await reports.MakeAsync(period, check.Now, context.CancellationToken));
    }

    /// <summary>A report as the API's message.</summary>
    internal static V1.MeasureResponse Write(ReportPeriod period, ReportTally tally) => new()
    {
        From = ToWire.Time(period.From),
        Until = ToWire.Time(period.Until),
        AsOf = ToWire.Time(tally.AsOf),
        All = Write(tally.All()),
        Boroughs = { tally.ByBorough().Select(static b => new V1.MeasuresOfBorough { Borough = b.Borough, Measures = Write(b.Measures) }) },
        Pods = { tally.ByPod().Select(static p => new V1.MeasuresOfPod { Pod = p.Pod, Measures = Write(p.Measures) }) },
        Hours =
        {
            tally.ByHour().Select(static h => new V1.MeasuresOfHour
            {
                From = ToWire.Time(h.Hour),
                Local = LondonTime.Of(h.Hour).ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture),
                Measures = Write(h.Measures),
            }),
        },
    };

    private static V1.Measures Write(Measures measures)
    {
        var wire = new V1.Measures
        {
            Incidents = measures.Incidents,
            Graded = measures.Graded,
            Immediate = measures.Immediate,
            LoweredFromImmediate = measures.LoweredFromImmediate,
            ImmediateAttended = measures.ImmediateAttended,
            Calls999 = measures.Calls999,
            Calls999Timed = measures.Calls999Timed,
            Abandoned = measures.Abandoned,
        };
        Set(measures.PercentImmediate, x => wire.PercentImmediate = x);
        Set(measures.MeanResponseSeconds, x => wire.MeanResponseSeconds = x);
        Set(measures.MedianResponseSeconds, x => wire.MedianResponseSeconds = x);
        Set(measures.PercentImmediateOver30Minutes, x => wire.PercentImmediateOver30Minutes = x);
        Set(measures.PercentImmediateInTime, x => wire.PercentImmediateWithin15Minutes = x);
        Set(measures.PercentSignificantInTime, x => wire.PercentSignificantWithin60Minutes = x);
        Set(measures.PercentExtendedInTime, x => wire.PercentExtendedWithin48Hours = x);
        Set(measures.Percent999InTime, x => wire.Percent999Within10Seconds = x);
        return wire;

        static void Set(double? value, Action<double> into)
        {
            if (value is { } known)
            {
                into(known);
            }
        }
    }
}
