using System.Globalization;
using System.Text;
using System.Text.Json;
using Despatch.EventLog;

namespace Despatch.Gateway.Tests.Reports;

/// <summary>
/// The figures of a report worked out a second time, from nothing but the stored JSON of the log and the machine's own table of time zones: none of
/// the domain's types, rules or clocks.
/// </summary>
internal sealed class RawFigures
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    private readonly List<Incident> _incidents;
    private readonly List<Call> _calls;
    private readonly DateTimeOffset _asOf;

    private RawFigures(List<Incident> incidents, List<Call> calls, DateTimeOffset asOf) => (_incidents, _calls, _asOf) = (incidents, calls, asOf);

    public IEnumerable<string> Boroughs => _incidents.Select(i => i.Borough).Concat(_calls.Select(c => c.Borough)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public IEnumerable<string> Pods => _incidents.Select(i => i.Pod).Concat(_calls.Select(c => c.Pod)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Hours in which anything began, as London's clocks showed them.</summary>
    public IEnumerable<string> Hours => _incidents.Select(i => HourOf(i.Opened)).Concat(_calls.Select(c => HourOf(c.At))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public static async Task<RawFigures> OfAsync(IEventLog log, DateOnly first, DateOnly last, DateTimeOffset now)
    {
        var events = (await log.ReadAsync(0, 100_000, CancellationToken.None))
            .Select(e => (e.Stream, e.Name, Json: JsonDocument.Parse(Encoding.UTF8.GetString(e.Data.Span)).RootElement)).ToList();
        var end = TimeZoneInfo.ConvertTimeToUtc(last.AddDays(1).ToDateTime(TimeOnly.MinValue), London);
        var horizon = new DateTimeOffset(end, TimeSpan.Zero).AddHours(48);
        var asOf = now < horizon ? now : horizon;
        var calls = events.Where(e => e.Name is "contact.recorded.v1").Select(e => new Call(e.Json)).Where(c => Within(c.At, first, last) && c.At <= asOf).ToList();
        var incidents = events.Where(e => e.Stream.StartsWith("incident-", StringComparison.Ordinal) && At(e.Json) <= asOf)
            .GroupBy(e => e.Stream, StringComparer.Ordinal)
            .Select(g => new Incident([.. g.Select(e => (e.Name, e.Json))]))
            .Where(i => Within(i.Opened, first, last)).ToList();
        return new RawFigures(incidents, calls, asOf);
    }

    /// <summary>The figures of a part, as text, so that one comparison shows all that differ.</summary>
    public string Of(string? borough = null, string? pod = null, string? hour = null)
    {
        var all = _incidents.Where(i => Is(borough, i.Borough) && Is(pod, i.Pod) && Is(hour, HourOf(i.Opened))).ToList();
        var calls = _calls.Where(c => Is(borough, c.Borough) && Is(pod, c.Pod) && Is(hour, HourOf(c.At))).ToList();
        var graded = all.Count(i => i.Grade.Length > 0);
        var ofI = all.Where(i => i.Grade is "immediate").ToList();
        var waits = ofI.Where(i => i.Scene is not null).Select(i => (i.Scene!.Value - i.From).TotalSeconds).OrderBy(s => s).ToArray();
        var median = waits.Length == 0 ? (double?)null : (waits[(waits.Length - 1) / 2] + waits[waits.Length / 2]) / 2;
        var timed = calls.Where(c => c is { Is999: true, Abandoned: false, Rang: not null }).ToList();
        return Line(
            all.Count, graded, ofI.Count, all.Count(i => i.Lowered), Share(ofI.Count, graded), waits.Length,
            waits.Length == 0 ? null : waits.Sum() / waits.Length, median, 100 - Kept(ofI, 30), Kept(ofI, 15),
            Kept(all.Where(i => i.Grade is "significant"), 60), Kept(all.Where(i => i.Grade is "extended"), 48 * 60),
            calls.Count(c => c.Is999), timed.Count, Share(timed.Count(c => c.Rang <= 10), timed.Count), calls.Count(c => c.Abandoned));
    }

    /// <summary>The same text of an answer of the API.</summary>
    public static string Of(V1.Measures m) => Line(
        m.Incidents, m.Graded, m.Immediate, m.LoweredFromImmediate, m.HasPercentImmediate ? m.PercentImmediate : null, m.ImmediateAttended,
        m.HasMeanResponseSeconds ? m.MeanResponseSeconds : null, m.HasMedianResponseSeconds ? m.MedianResponseSeconds : null,
        m.HasPercentImmediateOver30Minutes ? m.PercentImmediateOver30Minutes : null,
        m.HasPercentImmediateWithin15Minutes ? m.PercentImmediateWithin15Minutes : null,
        m.HasPercentSignificantWithin60Minutes ? m.PercentSignificantWithin60Minutes : null,
        m.HasPercentExtendedWithin48Hours ? m.PercentExtendedWithin48Hours : null,
        m.Calls999, m.Calls999Timed, m.HasPercent999Within10Seconds ? m.Percent999Within10Seconds : null, m.Abandoned);

    private static string Line(
        int incidents, int graded, int immediate, int lowered, double? percentI, int attended, double? mean, double? median, double? over30, double? in15,
        double? in60, double? in48, int calls999, int timed, double? in10, int abandoned) => FormattableString.Invariant(
            $"incidents {incidents} graded {graded} I {immediate} lowered {lowered} I% {percentI:F6} attended {attended} mean {mean:F6} median {median:F6} over30 {over30:F6} I15 {in15:F6} S60 {in60:F6} E48 {in48:F6} 999 {calls999} timed {timed} in10 {in10:F6} abandoned {abandoned}");

    private double? Kept(IEnumerable<Incident> incidents, int minutes)
    {
        var (kept, broken) = (0, 0);
        foreach (var i in incidents)
        {
            var by = i.From.AddMinutes(minutes);
            kept += i.Scene <= by ? 1 : 0;
            broken += i.Scene > by || (i.Scene is null && !i.Folded && (i.Closed ?? _asOf) > by) ? 1 : 0;
        }

        return Share(kept, kept + broken);
    }

    private static bool Is(string? wanted, string actual) => wanted is null || string.Equals(wanted, actual, StringComparison.Ordinal);

    private static double? Share(int part, int whole) => whole == 0 ? null : 100d * part / whole;

    private static bool Within(DateTimeOffset at, DateOnly first, DateOnly last)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, London).DateTime);
        return day >= first && day <= last;
    }

    private static string HourOf(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, London).ToString("yyyy-MM-dd HH':00' zzz", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(JsonElement json) => json.GetProperty("at").GetDateTimeOffset();

    private sealed class Call(JsonElement json)
    {
        public DateTimeOffset At { get; } = Presented(json) ?? RawFigures.At(json);

        public bool Is999 { get; } = json.GetProperty("channel").GetString() is "emergency";

        public bool Abandoned { get; } = json.GetProperty("abandoned").GetBoolean();

        public double? Rang { get; } = Ring(json);

        public string Borough { get; } = json.GetProperty("place").GetProperty("borough").GetString()!;

        public string Pod { get; } = json.GetProperty("place").GetProperty("pod").GetString()!;

        private static DateTimeOffset? Presented(JsonElement json) => Detail(json, "presentedAt");

        private static double? Ring(JsonElement json) => (Detail(json, "answeredAt") - Detail(json, "presentedAt"))?.TotalSeconds;

        private static DateTimeOffset? Detail(JsonElement json, string name) =>
            json.TryGetProperty("details", out var details) && details.TryGetProperty(name, out var at) ? at.GetDateTimeOffset() : null;
    }

    private sealed class Incident
    {
        private static readonly string[] Order = ["immediate", "significant", "extended", "referred"];

        public Incident((string Name, JsonElement Json)[] events)
        {
            Opened = From = At(events[0].Json);
            foreach (var (name, json) in events)
            {
                if (name is "incident.opened.v1" or "incident.located.v1")
                {
                    var place = json.GetProperty("place");
                    (Borough, Pod) = (place.GetProperty("borough").GetString()!, place.GetProperty("pod").GetString()!);
                }

                if (name is "incident.graded.v1" && Scene is null)
                {
                    var was = json.TryGetProperty("was", out var before) ? before.GetString()! : "";
                    Grade = json.GetProperty("grade").GetString()!;
                    From = was.Length > 0 && Array.IndexOf(Order, Grade) < Array.IndexOf(Order, was) ? At(json) : Opened;
                    Lowered |= was is "immediate";
                }

                Scene = name is "incident.unit-on-scene.v1" ? Scene ?? At(json) : Scene;
                Folded = name is "incident.folded.v1" || (Folded && name is not "incident.reopened.v1");
                Closed = name is "incident.closed.v1" ? At(json) : name is "incident.reopened.v1" ? null : Closed;
            }
        }

        public DateTimeOffset Opened { get; }

        public DateTimeOffset From { get; }

        public DateTimeOffset? Scene { get; }

        public DateTimeOffset? Closed { get; }

        public string Grade { get; } = "";

        public bool Lowered { get; }

        public bool Folded { get; }

        public string Borough { get; } = "";

        public string Pod { get; } = "";
    }
}
