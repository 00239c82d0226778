using System.Globalization;
using System.Text;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Board;

/// <summary>What a recommendation says of a unit, for a person to read. The rules are the domain's; only the words are here.</summary>
internal static class Wording
{
    /// <summary>Why a unit can be sent.</summary>
    public static string Reason(Choice choice, Request request)
    {
        var unit = choice.Unit;
        var status = $"{Status(unit.Status)} (status {(int)unit.Status})";
        var word = Deployability.AuthorityFor(unit, request.Incident.Place) is { } role ? $"; {RingFence(unit, role)}" : "";
        return choice.Standing == Standing.Committed
            ? $"{status}, committed to {Committed(unit, request.Picture)}: would be diverted{word}"
            : status + word;
    }

    /// <summary>Why a unit is not offered.</summary>
    public static string Why(Choice choice, Request request)
    {
        var unit = choice.Unit;
        var missing = request.Skills.Where(skill => !unit.Skills.Contains(skill));
        var lacks = string.Join(", ", missing.Select(static skill => Split(skill.ToString())));
        if (lacks.Length > 0)
        {
            return $"lacks {lacks}";
        }

        if (Deployability.Of(unit, request.Grade) is { } status)
        {
            return unit.IsCommitted ? $"{status}; committed to {Committed(unit, request.Picture)}" : status;
        }

        if (unit.IsCommitted)
        {
            return $"is committed to {Committed(unit, request.Picture)}{Diverts.Price(unit, request)}";
        }

        return Deployability.AuthorityFor(unit, request.Incident.Place) is { } role
            ? $"is {RingFence(unit, role)}"
            : "could be sent, but the list was full";
    }

    /// <summary>Why a unit's place is not known.</summary>
    public static string NoFreshFix(Choice choice, Request request)
    {
        if (choice.Row.Fix is not { } fix)
        {
            return "has no fix: nobody knows where it is";
        }

        var age = request.Now - fix.At;
        var spelt = age < TimeSpan.FromHours(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes} min {age.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} h {age.Minutes} min");
        return string.Create(CultureInfo.InvariantCulture, $"has no fresh fix: the last is {spelt} old, {choice.Metres:0} m from here");
    }

    /// <summary>A name of the domain in words: <c>method of entry</c>.</summary>
    public static string Split(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private static string RingFence(UnitState unit, Role role) =>
        $"ring-fenced{(unit.Ward is { } ward ? $" to {ward.Name}" : "")}: moves on a {Split(role.ToString())}'s word";

    private static string Committed(UnitState unit, BoardPicture picture)
    {
        var known = picture.Incidents.TryGetValue(unit.Incident, out var incident);
        var grade = known && incident?.Grade is { } given ? given.Letter() : "grade not known";
        return $"CAD {CadNumber.Spell(unit.Incident)} ({grade})";
    }

    private static string Status(UnitStatus status) => status switch
    {
        UnitStatus.OnPatrol => "available, on patrol",
        UnitStatus.AtStation => "available at station",
        UnitStatus.Refreshments => "on refreshments",
        UnitStatus.EnRoute => "en route",
        UnitStatus.CommittedDeployable => "deployable",
        _ => Split(status.ToString()),
    };
}
