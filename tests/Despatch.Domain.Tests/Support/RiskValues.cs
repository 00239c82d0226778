using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Risk;

namespace Despatch.Domain.Tests.Support;

/// <summary>
/// How the tables spell risks: a flag <c>rail-risk:I</c>, a kind of marker <c>special-scheme:I:14</c> (grade and warning days may be missing), whom
/// it is about <c>person/Jo Doe</c>, <c>address/1 Rose Lane</c> or <c>phone/+447700900123</c>, and a marker that was found
/// <c>m1=special-scheme:I:14=address/1 Rose Lane</c>, with <c>=2026-11-21 11:00</c> after it until then. Of lists, parts are joined by <c>;</c>.
/// </summary>
internal static class RiskValues
{
    public static bool Knows(Type type) =>
        type == typeof(ImmutableArray<RiskFlag>) || type == typeof(ImmutableArray<FoundMarker>) || type == typeof(MarkerKind) || type == typeof(MarkerSubject);

    public static object? Default(Type type) =>
        type == typeof(ImmutableArray<RiskFlag>) ? ImmutableArray<RiskFlag>.Empty
        : type == typeof(ImmutableArray<FoundMarker>) ? ImmutableArray<FoundMarker>.Empty
        : type == typeof(MarkerKind) ? Kind("violence")
        : Subject("person/Jo Doe");

    public static object Parse(Type type, string text) =>
        type == typeof(ImmutableArray<RiskFlag>) ? text.Split(';').Select(Flag).ToImmutableArray()
        : type == typeof(ImmutableArray<FoundMarker>) ? text.Split(';').Select(Found).ToImmutableArray()
        : type == typeof(MarkerKind) ? Kind(text)
        : Subject(text);

    public static string? Format(object value) => value switch
    {
        RiskFlag flag => flag.Code,
        FoundMarker marker => Names.Word(marker.Key),
        MarkerSubject subject => subject.Name,
        MarkerKind kind => kind.Code,
        GradedBelow below => $"{below.Proposed.Letter()}/{(below.Reason.Length > 0 ? below.Reason : "none")}",
        IntelligenceCheck check => check.Kind,
        Briefing briefing => $"{briefing.Callsign}:{briefing.Acknowledged}{(briefing.Since is { } since ? "@" + Values.Format(since) : "")}",
        Withdrawal withdrawal => withdrawal.Reason,
        _ => null,
    };

    private static RiskFlag Flag(string text)
    {
        var parts = text.Split(':');
        return new RiskFlag(parts[0], parts.Length > 1 ? GradeOf(parts[1]) : null);
    }

    private static MarkerKind Kind(string text)
    {
        var parts = text.Split(':');
        return new MarkerKind(
            parts[0], parts.Length > 1 ? GradeOf(parts[1]) : null,
            parts.Length > 2 ? int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) : 0);
    }

    private static MarkerSubject Subject(string text)
    {
        var parts = text.Split('/');
        return new MarkerSubject(Enum.Parse<SubjectKind>(parts[0], ignoreCase: true), parts[1], null);
    }

    private static FoundMarker Found(string text)
    {
        var parts = text.Split('=');
        var until = parts.Length > 3 ? (DateTimeOffset?)Values.Parse(typeof(DateTimeOffset), parts[3]) : null;
        return new FoundMarker(
            Names.Stream($"marker{parts[0]}"), Kind(parts[1]), Subject(parts[2]), "some words", "a source", Values.Moment("00:00").AddYears(-1), until);
    }

    private static Grade? GradeOf(string letter) => letter.Length == 0 ? null : Enum.GetValues<Grade>().First(g => g.Letter() == letter);
}
