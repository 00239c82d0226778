using System.Diagnostics;
using System.Globalization;
using Despatch.Domain;
using Despatch.Domain.Reporting;
using Despatch.Gateway.Reporting;
using Despatch.Gateway.Services;

namespace Despatch.Gateway.Tests.Reports;

/// <summary>Every figure of a report comes from the log alone: each is worked out again from the raw events and must be the same.</summary>
public sealed class ReportTests(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "2026-11-21", "2026-11-21", 24)]
    [InlineData(2, "2026-03-29", "2026-03-29", 23)]
    [InlineData(3, "2026-10-25", "2026-10-25", 25)]
    [InlineData(4, "2026-10-24", "2026-10-26", 73)]
    public async Task Every_figure_is_the_log_s_by_borough_pod_and_hour(int seed, string firstDay, string lastDay, int hours)
    {
        var (first, last) = (DateOnly.ParseExact(firstDay, "yyyy-MM-dd"), DateOnly.ParseExact(lastDay, "yyyy-MM-dd"));
        await using var made = new GeneratedLog(seed);
        await made.WriteAsync(first.AddDays(-1), last.DayNumber - first.DayNumber + 3, 250);

        var (report, raw) = await BothAsync(made, first, last, LondonTime.StartOf(last.AddDays(9)));

        Assert.Equal(raw.Of(), RawFigures.Of(report.All));
        Assert.Equal(raw.Boroughs, report.Boroughs.Select(b => b.Borough), StringComparer.Ordinal);
        Assert.All(report.Boroughs, b => Assert.Equal(raw.Of(borough: b.Borough), RawFigures.Of(b.Measures)));
        Assert.Equal(raw.Pods, report.Pods.Select(p => p.Pod), StringComparer.Ordinal);
        Assert.All(report.Pods, p => Assert.Equal(raw.Of(pod: p.Pod), RawFigures.Of(p.Measures)));
        Assert.Equal(hours, report.Hours.Count);
        Assert.Empty(raw.Hours.Except(report.Hours.Select(h => h.Local), StringComparer.Ordinal));
        Assert.All(report.Hours, h => Assert.Equal(raw.Of(hour: h.Local), RawFigures.Of(h.Measures)));
        Assert.True(report.All is { Immediate: > 10, HasMedianResponseSeconds: true, Calls999Timed: > 10, HasPercent999Within10Seconds: true, HasPercentExtendedWithin48Hours: true }, "The log was to have all kinds.");
    }

    [Fact]
    public async Task A_report_on_today_counts_what_happened_until_now_and_one_on_a_day_long_past_never_changes()
    {
        var day = new DateOnly(2026, 11, 21);
        await using var made = new GeneratedLog(5);
        await made.WriteAsync(day, 3, 200);

        var (today, raw) = await BothAsync(made, day, day, LondonTime.StartOf(day).AddHours(14));
        Assert.Equal(raw.Of(), RawFigures.Of(today.All));

        var (later, _) = await BothAsync(made, day, day, LondonTime.StartOf(day).AddHours(73));
        var (muchLater, _) = await BothAsync(made, day, day, LondonTime.StartOf(day).AddDays(300));
        Assert.Equal(later, muchLater);
        Assert.True(later.All.Incidents > today.All.Incidents);
    }

    [Fact]
    public async Task The_beginning_of_a_time_is_found_wherever_it_lies_and_nothing_before_it_is_missed()
    {
        await using var made = new GeneratedLog(6);
        await made.WriteAsync(new DateOnly(2026, 11, 21), 2, 60);
        var all = await made.Log.ReadAsync(0, 10_000, Ct);
        var times = new LogTimes(made.Log);
        foreach (var sought in all.Select(e => e.At).Prepend(DateTimeOffset.UnixEpoch).Append(all[^1].At.AddDays(1)))
        {
            var before = await times.BeforeAsync(sought, Ct);
            Assert.All(all.Where(e => e.Position <= before), e => Assert.True(e.At < sought, $"{e.Position} is of {e.At} and lies before {before}."));
            Assert.DoesNotContain(all, e => e.Position > before && e.At < sought - LogTimes.Disorder - TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>
    /// The busiest day recorded had 18,417 calls (seeds); at a dozen events each it makes 220,000 events, and its report reads two days more.
    /// </summary>
    [Fact]
    public async Task A_day_is_read_at_a_rate_that_the_busiest_one_is_ready_in_seconds_and_a_log_before_it_costs_nothing()
    {
        var day = new DateOnly(2026, 11, 21);
        await using var made = new GeneratedLog(7);
        var events = await made.FillAsync(LondonTime.StartOf(day), 5_000);
        using var reports = new LogReport(made.Log, made.Codec);
        var now = LondonTime.StartOf(day.AddDays(400));
        await reports.MakeAsync(new ReportPeriod(day, day), now, Ct);

        var whole = Stopwatch.StartNew();
        var tally = await reports.MakeAsync(new ReportPeriod(day, day), now, Ct);
        var perSecond = events / whole.Elapsed.TotalSeconds;
        var beyond = Stopwatch.StartNew();
        var empty = await reports.MakeAsync(new ReportPeriod(day.AddDays(300), day.AddDays(300)), now, Ct);

        output.WriteLine($"{events} events in {whole.ElapsedMilliseconds} ms: {perSecond:0} a second; a day after all of them {beyond.ElapsedMilliseconds} ms");
        Assert.Equal(5_000, tally.All().Incidents);
        Assert.Equal(0, empty.All().Incidents);
        Assert.True(perSecond > 20_000, $"Only {perSecond:0} events a second.");
    }

    private static async Task<(V1.MeasureResponse Report, RawFigures Raw)> BothAsync(GeneratedLog made, DateOnly first, DateOnly last, DateTimeOffset now)
    {
        using var reports = new LogReport(made.Log, made.Codec);
        var period = new ReportPeriod(first, last);
        var report = ReportsService.Write(period, await reports.MakeAsync(period, now, Ct));
        return (report, await RawFigures.OfAsync(made.Log, first, last, now));
    }
}

/// <summary>Reports over the API.</summary>
public sealed class ReportsOverTheApiTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_supervisor_reads_today_s_figures_and_a_despatcher_does_not()
    {
        await gateway.AppendAsync(Facts.Opened(901, "CN"), Facts.Opened(902, "CN"));
        var today = LondonTime.DayOf(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var request = new V1.MeasureRequest { FirstDay = today, LastDay = today };
        var reports = new V1.Reports.ReportsClient(gateway.Channel);

        var report = await reports.MeasureAsync(request, GatewayFixture.AsSupervisor);

        Assert.Equal((2, 2, 0), (report.All.Incidents, report.All.Graded, report.All.Immediate));
        Assert.False(report.All.HasMeanResponseSeconds);
        Assert.Equal("CN", Assert.Single(report.Pods).Pod);

        var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await reports.MeasureAsync(
            request, GatewayFixture.As(new() { { "x-operator", "DES1" }, { "x-role", "despatcher" } })));
        Assert.Equal("role-not-allowed", refused.Trailers.GetValue("refusal-code"));
    }
}
