using System.Collections.Immutable;
using System.Collections;
using System.Globalization;
using Despatch.Domain.Callers;
using Despatch.Domain.Command;
using Despatch.Domain.Contacts;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.MissingPersons;
using Despatch.Domain.Pods;
using Despatch.Domain.Procedures;
using Despatch.Domain.Units;

namespace Despatch.Domain.Tests.Support;

/// <summary>The spelling of single values in the tables, both ways. Times are of the tables' day, in UTC.</summary>
internal static class Values
{
    /// <summary>A spot in Brixton, where a table names none.</summary>
    public static readonly Point Brixton = new(-0.114, 51.461);

    /// <summary>What a table means when it leaves a field out.</summary>
    public static object? Default(Type type, string field) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is not null => null,
        _ when type == typeof(string) => field is "Words" or "Outcome" or "Tried" ? "some words" : "",
        _ when type == typeof(Procedure) => Books.Plain.Of("36"),
        _ when type == typeof(Place) => new Place(Brixton, "Brixton Road", "Lambeth", "AS"),
        _ when type == typeof(Assessment) => Parse(type, "grave threat|grave harm|real risk|new facts|child present|wants help"),
        _ when type == typeof(ImmutableArray<CrewMember>) => ImmutableArray.Create(new CrewMember("204AS", "PC Reid")),
        _ when type == typeof(ImmutableArray<Skill>) => ImmutableArray<Skill>.Empty,
        _ when type == typeof(ImmutableArray<string>) => ImmutableArray<string>.Empty,
        _ when type == typeof(ImmutableArray<LinkCandidate>) => ImmutableArray<LinkCandidate>.Empty,
        _ when type == typeof(ImmutableArray<NamedPerson>) => ImmutableArray<NamedPerson>.Empty,
        _ when type == typeof(NamedPerson) => new NamedPerson("Chidi Okafor", null, PersonRole.Victim),
        _ when type == typeof(ImmutableArray<Earlier>) => ImmutableArray<Earlier>.Empty,
        _ when type == typeof(Fix) && field == "Fix" => new Fix(Brixton, Moment("09:00"), 25),
        _ when type == typeof(Point) => Brixton,
        _ when RiskValues.Knows(type) => RiskValues.Default(type),
        _ when type.IsValueType => Activator.CreateInstance(type),
        _ => null,
    };

    /// <summary>Reads a value.</summary>
    public static object? Parse(Type type, string text)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return text == "none" && type == typeof(ImmutableArray<CrewMember>) ? ImmutableArray<CrewMember>.Empty
            : text == "none" && type == typeof(ImmutableArray<Skill>) ? ImmutableArray<Skill>.Empty
            : text == "none" && type != typeof(string) ? null
            : type == typeof(string) ? TextOf(text)
            : type == typeof(Grade) ? Enum.GetValues<Grade>().First(g => g.Letter() == text)
            : type.IsEnum ? Enum.Parse(type, text, ignoreCase: true)
            : type == typeof(DateTimeOffset) ? MomentOf(text)
            : type == typeof(Point) ? PointOf(text)
            : type == typeof(Place) ? PlaceOf(text)
            : type == typeof(Ward) ? WardOf(text)
            : type == typeof(Fix) ? new Fix(PointOf(text), Moment("09:00"), 25)
            : type == typeof(NamedPerson) ? new NamedPerson(text, null, PersonRole.Caller)
            : type == typeof(Authority) ? AuthorityOf(text)
            : type == typeof(Assessment) ? AssessmentOf(text)
            : type == typeof(CallDetails) ? DetailsOf(text)
            : RiskValues.Knows(type) ? RiskValues.Parse(type, text)
            : type == typeof(Methane) ? MethaneOf(text)
            : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes a value.</summary>
    public static string Format(object? value) => value switch
    {
        null or "" => "none",
        string text => Names.Word(text),
        Grade grade => grade.Letter(),
        UnitStatus status => ((int)status).ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "yes" : "no",
        DateTimeOffset at => at.Date == World.Day.ToDateTime(default)
            ? at.ToString("HH:mm", CultureInfo.InvariantCulture)
            : at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        Point point => string.Create(CultureInfo.InvariantCulture, $"{point.Longitude},{point.Latitude}"),
        Place place => place.Point is { } point ? Format(point) : place.Address.Length > 0 ? place.Address : "unknown",
        Fix fix => Format(fix.Point),
        Methane methane => $"{methane.Major}|{methane.Location}|{methane.Type}|{methane.Hazards}|{methane.Access}|{methane.Casualties}|{methane.Services}",
        Authority word => $"{word.Operator}/{word.Role}/{word.Words}",
        Assignment assignment => $"{assignment.Callsign}:{assignment.Phase}",
        Rung rung => rung.Name,
        NamedPerson person => person.Name,
        CommandState command => Many(Commanded(command)),
        ForceRequests forces => Many(forces.All.Select(r => $"{r.Id}:{r.Stage}").Concat(forces.Owner.Length > 0 ? [$"owner:{forces.Owner}"] : [])),
        ProcedureState procedure => Books.Open(procedure),
        CadNumber cad => $"cad{cad.Number}",
        Pending pending => pending.Item.Length > 0 ? $"{pending.Clock}:{Names.Word(pending.Item)}" : $"{pending.Clock}",
        FoundIncident found => $"{Names.Word(found.Incident)} by {found.Because}",
        GivenPerson person => person.Name,
        IEnumerable many => Many(many),
        _ when RiskValues.Format(value) is { } risk => risk,
        _ => value.ToString()!,
    };

    /// <summary>A time of the tables' day.</summary>
    public static DateTimeOffset Moment(string time) =>
        new(World.Day.ToDateTime(TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture)), TimeSpan.Zero);

    private static DateTimeOffset MomentOf(string text) => text.Contains(' ', StringComparison.Ordinal)
        ? DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : Moment(text);

    private static string Many(IEnumerable many)
    {
        var parts = many.Cast<object>().Select(Format).ToArray();
        return parts.Length == 0 ? "none" : string.Join(',', parts);
    }

    private static string TextOf(string text) =>
        text == "none" ? ""
        : text.StartsWith("cad", StringComparison.Ordinal) && text.Length > 3 && char.IsAsciiDigit(text[3]) ? Names.Stream(text)
        : text;

    private static Point PointOf(string text)
    {
        var parts = text.Split(',');
        return new Point(double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static Place PlaceOf(string text) =>
        text == "unknown" ? new Place(null, "", "", "AS")
        : char.IsLetter(text[0]) ? new Place(null, text, "", "AS")
        : text[0] == '@' ? new Place(null, text[1..], "", "AS")
        : new Place(PointOf(text), "", "Lambeth", "AS");

    private static Ward WardOf(string text)
    {
        var parts = text.Split('@', '~');
        return new Ward(parts[0], PointOf(parts[1]), double.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private static Authority AuthorityOf(string text)
    {
        var parts = text.Split('/');
        return new Authority(parts[0], Enum.Parse<Role>(parts[1]), parts[2]);
    }

    /// <summary>Reads <c>via=switchboard;officer=PC Reid;person=Ann Lee/1990-01-02;rang=09:59;answered=10:00;otherwise=a crash</c>.</summary>
    private static CallDetails DetailsOf(string text) => text.Split(';').Select(static part => part.Split('=')).Aggregate(
        CallDetails.None, static (details, part) => part[0] switch
        {
            "via" => details with { Via = part[1] },
            "officer" => details with { ForOfficer = part[1] },
            "person" => details with { People = details.People.Add(PersonOf(part[1].Split('/'))) },
            "rang" => details with { PresentedAt = Moment(part[1]) },
            "answered" => details with { AnsweredAt = Moment(part[1]) },
            "otherwise" => details with { Otherwise = part[1] },
            _ => throw new FormatException($"Details have no {part[0]}."),
        });

    private static GivenPerson PersonOf(string[] parts) =>
        new(parts[0], parts.Length > 1 ? DateOnly.ParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture) : null, "");
    private static Methane MethaneOf(string text)
    {
        var p = text.Split('|');
        return new Methane(p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
    }

    /// <summary>Who commands, who was told, how long the decision log is, what is declared and whether the duty officer knows.</summary>
    private static IEnumerable<string> Commanded(CommandState command)
    {
        yield return !command.IsCentral ? "borough" : command.Commander.Length > 0 ? $"central:{command.Commander}" : "central";
        if (command.SeniorTeam is { } told)
        {
            yield return $"told:{told.Name}";
        }

        if (!command.Log.IsEmpty)
        {
            yield return $"log:{command.Log.Length}";
        }

        if (command.Declared is { } declared)
        {
            yield return $"{declared.Level}:{declared.DutyOfficer?.Name ?? "nobody"}";
        }
    }

    private static Assessment AssessmentOf(string text)
    {
        var p = text.Split('|');
        return new Assessment(p[0], p[1], p[2], p[3], p[4], p[5]);
    }
}
