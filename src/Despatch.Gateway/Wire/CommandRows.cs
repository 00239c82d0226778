using Despatch.Domain.Command;

namespace Despatch.Gateway.Wire;

/// <summary>Command of an incident as the API's messages.</summary>
internal static class CommandRows
{
    public static V1.IncidentCommand Write(CommandState state)
    {
        var command = new V1.IncidentCommand
        {
            Central = state.IsCentral,
            FromStart = state.FromStart,
            Since = state.IsCentral ? ToWire.Time(state.Since) : null,
            Commander = state.Commander,
            Ground = state.IsCentral ? Write(state.Ground) : V1.CommandGround.Unspecified,
            SeniorTeamTold = state.SeniorTeam?.Name ?? "",
            Declaration = state.Declared is { } declared ? Write(declared) : null,
        };
        command.Decisions.AddRange(state.Log.Select(static entry => new V1.DecisionLogEntry
        {
            At = ToWire.Time(entry.At),
            Operator = entry.By.Operator,
            Role = Roles.Write(entry.By.Role),
            Decision = entry.Decision,
            Rationale = entry.Rationale,
        }));
        return command;
    }

    public static CommandGround? Read(V1.CommandGround wire) =>
        Enum.GetValues<CommandGround>().Cast<CommandGround?>().FirstOrDefault(ground => Write(ground!.Value) == wire);

    public static DeclarationLevel? Read(V1.DeclarationLevel wire) => wire switch
    {
        V1.DeclarationLevel.Critical => DeclarationLevel.Critical,
        V1.DeclarationLevel.Major => DeclarationLevel.Major,
        _ => null,
    };

    public static V1.CommandGround Write(CommandGround ground) => ground switch
    {
        CommandGround.ServicePolicy => V1.CommandGround.ServicePolicy,
        CommandGround.NonCompliance => V1.CommandGround.NonCompliance,
        CommandGround.LackOfResources => V1.CommandGround.LackOfResources,
        CommandGround.HealthAndSafety => V1.CommandGround.HealthAndSafety,
        CommandGround.HumanRights => V1.CommandGround.HumanRights,
        CommandGround.Legality => V1.CommandGround.Legality,
        CommandGround.RiskAssessment => V1.CommandGround.RiskAssessment,
        _ => throw new ArgumentOutOfRangeException(nameof(ground), ground, "Not a ground."),
    };

    /// <summary>UNSPECIFIED when nothing is declared.</summary>
    public static V1.DeclarationLevel Write(DeclarationLevel? level) => level switch
    {
        null => V1.DeclarationLevel.Unspecified,
        DeclarationLevel.Critical => V1.DeclarationLevel.Critical,
        DeclarationLevel.Major => V1.DeclarationLevel.Major,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Not a level."),
    };

    private static V1.Declaration Write(Declaration declared) => new()
    {
        Level = Write(declared.Level),
        Operator = declared.By,
        At = ToWire.Time(declared.At),
        Words = declared.Words,
        Methane = declared.Methane is { } m
            ? new V1.Methane
            {
                Major = m.Major,
                Location = m.Location,
                Type = m.Type,
                Hazards = m.Hazards,
                Access = m.Access,
                Casualties = m.Casualties,
                Services = m.Services,
            }
            : null,
        DutyOfficerTold = declared.DutyOfficer?.Name ?? "",
    };
}
