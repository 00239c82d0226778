using System.Collections.Frozen;
using Despatch.Domain;

namespace Despatch.Gateway.Wire;

/// <summary>Roles as the API spells them: <c>duty-officer</c>. The system has no spelling: it cannot be claimed.</summary>
internal static class Roles
{
    private static readonly FrozenDictionary<string, Role> ByName = new Dictionary<string, Role>(StringComparer.Ordinal)
    {
        ["professional-standards"] = Role.ProfessionalStandards,
        ["crew"] = Role.Crew,
        ["call-handler"] = Role.CallHandler,
        ["borough-supervisor"] = Role.BoroughSupervisor,
        ["despatcher"] = Role.Despatcher,
        ["supervisor"] = Role.Supervisor,
        ["duty-officer"] = Role.DutyOfficer,
        ["chief-inspector"] = Role.ChiefInspector,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names a caller may give, for messages.</summary>
    public static string Names { get; } = string.Join(", ", ByName.OrderBy(static r => r.Value).Select(static r => r.Key));

    /// <summary>The role of a name, or null.</summary>
    public static Role? Read(string? name) => name is not null && ByName.TryGetValue(name, out var role) ? role : null;

    /// <summary>The name of a role, in answers also the system's.</summary>
    public static string Write(Role role) => role switch
    {
        Role.ProfessionalStandards => "professional-standards",
        Role.Crew => "crew",
        Role.CallHandler => "call-handler",
        Role.BoroughSupervisor => "borough-supervisor",
        Role.Despatcher => "despatcher",
        Role.Supervisor => "supervisor",
        Role.DutyOfficer => "duty-officer",
        Role.ChiefInspector => "chief-inspector",
        Role.System => "system",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };
}
