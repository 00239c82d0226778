using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.Checks;

/// <summary>Rules for enumerations and for the force's own codes.</summary>
internal static class CodeChecks
{
    /// <summary>A grade that must be said.</summary>
    public static Grade Grade(this Check check, V1.Grade wire, string field)
    {
        var grade = Enums.Read(wire);
        check.Must(grade is not null, field, "must be GRADE_IMMEDIATE, GRADE_SIGNIFICANT, GRADE_EXTENDED or GRADE_REFERRED");
        return grade ?? Domain.Incidents.Grade.Immediate;
    }

    /// <summary>A grade that may be left for later.</summary>
    public static Grade? OptionalGrade(this Check check, V1.Grade wire, string field) =>
        wire == V1.Grade.Unspecified ? null : check.Grade(wire, field);

    /// <summary>How a contact came.</summary>
    public static Channel Channel(this Check check, V1.Channel wire, string field)
    {
        var channel = Enums.Read(wire);
        check.Must(channel is not null, field, "must be CHANNEL_999, CHANNEL_101 or CHANNEL_OTHER");
        return channel ?? Domain.Contacts.Channel.Other;
    }

    /// <summary>Codes of pods of the force; none means all.</summary>
    public static void Pods(this Check check, IReadOnlyList<string> codes, string field)
    {
        check.Must(codes.Count <= check.Pack.Pods.Count, field, $"must be {check.Pack.Pods.Count} at most: there are no more");
        for (var i = 0; i < codes.Count; i++)
        {
            check.Must(check.Pack.Pods.ContainsKey(codes[i]), $"{field}[{i}]", "must be the code of a pod of the force");
        }
    }

    /// <summary>A code of the force's for what an incident is called when opened.</summary>
    public static string OpeningCode(this Check check, string code, string field)
    {
        check.Must(check.Pack.OpeningCodes.ContainsKey(code), field, "must be an opening code of the force");
        return code;
    }

    /// <summary>A code of the force's for what an incident turned out to be.</summary>
    public static string ResultCode(this Check check, string code, string field)
    {
        check.Must(check.Pack.ResultCodes.ContainsKey(code), field, "must be a result code of the force");
        return code;
    }

    /// <summary>Skills, each once.</summary>
    public static ImmutableArray<Skill> Skills(this Check check, IReadOnlyList<string> names, string field)
    {
        var skills = ImmutableArray.CreateBuilder<Skill>(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            var skill = Enums.ReadSkill(names[i]);
            check.Must(skill is not null, $"{field}[{i}]", $"must be one of {Enums.SkillNames}");
            if (skill is { } known && !skills.Contains(known))
            {
                skills.Add(known);
            }
        }

        return skills.ToImmutable();
    }

    /// <summary>A status as the crews press it; absent is not 0, which is an emergency.</summary>
    public static UnitStatus Status(this Check check, bool given, int status, string field)
    {
        check.Must(given && status is >= 0 and <= 9, field, "must be given and 0 to 9 (10 is reached by booking off)");
        return given && status is >= 0 and <= 9 ? (UnitStatus)status : UnitStatus.OnDuty;
    }

    /// <summary>A senior officer's word, or none.</summary>
    public static Authority? Authority(this Check check, V1.Authority? wire, string field)
    {
        if (wire is null)
        {
            return null;
        }

        var name = check.Text(wire.Operator, $"{field}.operator", TextChecks.IdLength);
        var role = Roles.Read(wire.Role);
        check.Must(role is Role.DutyOfficer or Role.ChiefInspector, $"{field}.role", "must be duty-officer or chief-inspector");
        return new Authority(name, role ?? Role.Crew, check.Text(wire.Words, $"{field}.words", TextChecks.ReasonLength));
    }

    /// <summary>A THRIVE record; that no part is one word only is the domain's rule.</summary>
    public static Assessment Assessment(this Check check, V1.Assessment? wire, string field)
    {
        check.Must(wire is not null, field, "must be given");
        string Part(string? text, string name) => check.OptionalText(text ?? "", $"{field}.{name}", TextChecks.ReasonLength);
        return new Assessment(
            Part(wire?.Threat, "threat"), Part(wire?.Harm, "harm"), Part(wire?.Risk, "risk"),
            Part(wire?.Investigation, "investigation"), Part(wire?.Vulnerability, "vulnerability"), Part(wire?.Engagement, "engagement"));
    }
}
