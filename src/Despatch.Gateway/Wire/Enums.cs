using System.Collections.Frozen;
using Despatch.Board;
using Despatch.Domain.Contacts;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Gateway.Wire;

/// <summary>Enumerations from the API to the domain and back. Reading gives null for UNSPECIFIED and unknown numbers.</summary>
internal static class Enums
{
    private static readonly FrozenDictionary<string, Skill> Skills =
        Enum.GetValues<Skill>().ToFrozenDictionary(Write, static s => s, StringComparer.Ordinal);

    /// <summary>All skills, for messages.</summary>
    public static string SkillNames { get; } = string.Join(", ", Enum.GetValues<Skill>().Select(Write));

    public static Grade? Read(V1.Grade grade) => grade switch
    {
        V1.Grade.Immediate => Grade.Immediate,
        V1.Grade.Significant => Grade.Significant,
        V1.Grade.Extended => Grade.Extended,
        V1.Grade.Referred => Grade.Referred,
        _ => null,
    };

    public static V1.Grade Write(Grade? grade) => grade switch
    {
        null => V1.Grade.Unspecified,
        Grade.Immediate => V1.Grade.Immediate,
        Grade.Significant => V1.Grade.Significant,
        Grade.Extended => V1.Grade.Extended,
        Grade.Referred => V1.Grade.Referred,
        _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, "Not a grade."),
    };

    public static Channel? Read(V1.Channel channel) => channel switch
    {
        V1.Channel._999 => Channel.Emergency,
        V1.Channel._101 => Channel.NonEmergency,
        V1.Channel.Other => Channel.Other,
        _ => null,
    };

    public static V1.Channel Write(Channel channel) => channel switch
    {
        Channel.Emergency => V1.Channel._999,
        Channel.NonEmergency => V1.Channel._101,
        Channel.Other => V1.Channel.Other,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "Not a channel."),
    };

    public static UnitKind? Read(V1.UnitKind kind) => kind switch
    {
        V1.UnitKind.ResponseCar => UnitKind.ResponseCar,
        V1.UnitKind.ResponseVan => UnitKind.ResponseVan,
        V1.UnitKind.AreaCar => UnitKind.AreaCar,
        V1.UnitKind.FootPatrol => UnitKind.FootPatrol,
        V1.UnitKind.SaferNeighbourhoods => UnitKind.SaferNeighbourhoods,
        V1.UnitKind.Special => UnitKind.Special,
        V1.UnitKind.Armed => UnitKind.Armed,
        V1.UnitKind.Dog => UnitKind.Dog,
        V1.UnitKind.Traffic => UnitKind.Traffic,
        V1.UnitKind.Tsg => UnitKind.Tsg,
        _ => null,
    };

    public static V1.UnitKind Write(UnitKind kind) => kind switch
    {
        UnitKind.ResponseCar => V1.UnitKind.ResponseCar,
        UnitKind.ResponseVan => V1.UnitKind.ResponseVan,
        UnitKind.AreaCar => V1.UnitKind.AreaCar,
        UnitKind.FootPatrol => V1.UnitKind.FootPatrol,
        UnitKind.SaferNeighbourhoods => V1.UnitKind.SaferNeighbourhoods,
        UnitKind.Special => V1.UnitKind.Special,
        UnitKind.Armed => V1.UnitKind.Armed,
        UnitKind.Dog => V1.UnitKind.Dog,
        UnitKind.Traffic => V1.UnitKind.Traffic,
        UnitKind.Tsg => V1.UnitKind.Tsg,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind."),
    };

    public static V1.IncidentStatus Write(IncidentStatus status) => status switch
    {
        IncidentStatus.AwaitingGrade => V1.IncidentStatus.AwaitingGrade,
        IncidentStatus.AwaitingUnit => V1.IncidentStatus.AwaitingUnit,
        IncidentStatus.UnitAssigned => V1.IncidentStatus.UnitAssigned,
        IncidentStatus.Attended => V1.IncidentStatus.Attended,
        IncidentStatus.AwaitingResult => V1.IncidentStatus.AwaitingResult,
        IncidentStatus.Resulted => V1.IncidentStatus.Resulted,
        IncidentStatus.Closed => V1.IncidentStatus.Closed,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a status."),
    };

    public static V1.AssignmentPhase Write(AssignmentPhase phase) => phase switch
    {
        AssignmentPhase.Assigned => V1.AssignmentPhase.Assigned,
        AssignmentPhase.EnRoute => V1.AssignmentPhase.EnRoute,
        AssignmentPhase.OnScene => V1.AssignmentPhase.OnScene,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "Not a phase."),
    };

    public static V1.EscalationClock Write(EscalationClock clock) => clock switch
    {
        EscalationClock.Target => V1.EscalationClock.Target,
        EscalationClock.NoUnit => V1.EscalationClock.NoUnit,
        EscalationClock.Grading => V1.EscalationClock.Grading,
        EscalationClock.Review => V1.EscalationClock.Review,
        EscalationClock.Question => V1.EscalationClock.Question,
        EscalationClock.Agency => V1.EscalationClock.Agency,
        EscalationClock.Promise => V1.EscalationClock.Promise,
        EscalationClock.RingBack => V1.EscalationClock.RingBack,
        EscalationClock.Briefing => V1.EscalationClock.Briefing,
        EscalationClock.Reassess => V1.EscalationClock.Reassess,
        EscalationClock.Pressure => V1.EscalationClock.Pressure,
        EscalationClock.Scheme => V1.EscalationClock.Scheme,
        EscalationClock.Transfer => V1.EscalationClock.Transfer,
        EscalationClock.Command => V1.EscalationClock.Command,
        _ => throw new ArgumentOutOfRangeException(nameof(clock), clock, "Not a clock."),
    };

    public static V1.Queue Write(RiskQueue queue) => queue switch
    {
        RiskQueue.Breached => V1.Queue.Breached,
        RiskQueue.Unresourced => V1.Queue.Unresourced,
        RiskQueue.Tagged => V1.Queue.Tagged,
        RiskQueue.AwaitingReview => V1.Queue.AwaitingReview,
        RiskQueue.GradedBelow => V1.Queue.GradedBelow,
        RiskQueue.Unchecked => V1.Queue.Unchecked,
        RiskQueue.Reassess => V1.Queue.Reassess,
        RiskQueue.Unbriefed => V1.Queue.Unbriefed,
        _ => throw new ArgumentOutOfRangeException(nameof(queue), queue, "Not a queue."),
    };

    public static Skill? ReadSkill(string name) => Skills.TryGetValue(name, out var skill) ? skill : null;

    public static string Write(Skill skill) => skill switch
    {
        Skill.Pursuit => "pursuit",
        Skill.Taser => "taser",
        Skill.Firearms => "firearms",
        Skill.MethodOfEntry => "method-of-entry",
        Skill.PublicOrder => "public-order",
        Skill.DogHandler => "dog-handler",
        Skill.Collision => "collision",
        Skill.EnhancedFirstAid => "enhanced-first-aid",
        Skill.PrisonerTransport => "prisoner-transport",
        _ => throw new ArgumentOutOfRangeException(nameof(skill), skill, "Not a skill."),
    };
}
