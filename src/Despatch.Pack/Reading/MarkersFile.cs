using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;

namespace Despatch.Pack.Reading;

/// <summary>
/// Reads markers to be added in bulk, one a line: kind, what it is about (<c>person</c>, <c>address</c> or <c>phone</c>), an address's point if it
/// is known, words, source, the days from which and until which it holds (London's, <c>2026-11-21</c>; both may be empty), and the pod, which may be
/// empty too.
/// </summary>
internal sealed class MarkersFile(ForcePack pack, PackProblems problems)
{
    private const int Kind = 0;
    private const int About = 1;
    private const int Subject = 2;
    private const int Longitude = 3;
    private const int Latitude = 4;
    private const int Words = 5;
    private const int Source = 6;
    private const int From = 7;
    private const int Until = 8;
    private const int PodCode = 9;

    private static readonly string[] Columns =
        ["kind", "about", "subject", "longitude", "latitude", "words", "source", "from", "until", "pod"];

    public ImmutableArray<AddMarker> Read(string file, string? text)
    {
        var markers = ImmutableArray.CreateBuilder<AddMarker>();
        foreach (var row in CsvFile.Read(file, text, Columns, problems))
        {
            if (MarkerOf(row) is { } marker)
            {
                markers.Add(marker);
            }
        }

        return markers.ToImmutable();
    }

    private AddMarker? MarkerOf(CsvRow row)
    {
        if (!pack.Risk.Markers.TryGetValue(row.Text(Kind), out var kind))
        {
            row.Problem("unknown-kind", $"'kind' is '{row.Text(Kind)}'; it must be one of {string.Join(", ", pack.Risk.Markers.Keys.Order(StringComparer.Ordinal))}");
        }

        var subject = SubjectOf(row);
        var (words, source) = (row.Named(Words), row.Named(Source));
        var (from, until) = (DayOf(row, From), DayOf(row, Until));
        if (until <= from)
        {
            row.Problem("ends-before-it-begins", $"'until' {row.Text(Until)} must be after 'from' {row.Text(From)}");
        }

        if (until is null && row.Text(Until).Length == 0 && kind is { WarnDays: > 0 })
        {
            row.Problem("no-end", $"a {kind.Code} must have an end");
        }

        var pod = row.Text(PodCode);
        if (pod.Length > 0 && !pack.Pods.ContainsKey(pod))
        {
            row.Problem("unknown-pod", $"'pod' is '{pod}', which is no pod of the force");
        }

        return kind is not null && subject is not null && words is not null && source is not null
            ? new AddMarker(kind, subject, words, source, from, until, pod)
            : null;
    }

    private static MarkerSubject? SubjectOf(CsvRow row)
    {
        if (row.Named(Subject) is not { } name)
        {
            return null;
        }

        switch (row.Text(About))
        {
            case "person":
                return new MarkerSubject(SubjectKind.Person, name, null);
            case "phone" when LinkKeys.Phone(name) is { Length: > 0 } number:
                return new MarkerSubject(SubjectKind.Phone, number, null);
            case "phone":
                row.Problem("telephone-number", $"'subject' is '{name}', which is no telephone number");
                return null;
            case "address":
                var hasPoint = row.Text(Longitude).Length + row.Text(Latitude).Length > 0;
                return new MarkerSubject(SubjectKind.Address, name, hasPoint ? row.Point(Longitude) : null);
            default:
                row.Problem("unknown-subject", $"'about' is '{row.Text(About)}'; it must be person, address or phone");
                return null;
        }
    }

    private static DateTimeOffset? DayOf(CsvRow row, int column)
    {
        var text = row.Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return LondonTime.StartOf(day);
        }

        row.Problem("not-a-day", $"'{Columns[column]}' is '{text}'; it must be a day like 2026-11-21, or nothing");
        return null;
    }
}
