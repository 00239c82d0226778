namespace Despatch.Domain;

/// <summary>What a person may do. The order is that of seniority among control room staff.</summary>
public enum Role
{
    /// <summary>
    /// Professional standards: reads reports of misconduct, and who read what. It stands beside the control room: senior to nobody, and nobody,
    /// however senior, acts for it. Numbered below all others, so that theirs stay as they are; stored and sent by name.
    /// </summary>
    ProfessionalStandards = -1,
    /// <summary>A crew, through its MDT: may change its own unit's status and write entries.</summary>
    Crew = 0,
    /// <summary>First Contact: takes calls, opens and grades incidents.</summary>
    CallHandler,
    /// <summary>
    /// Borough operations supervisor: may alter the assignments of an incident that the borough commands (seeds, 2005 review, appendix 2).
    /// </summary>
    BoroughSupervisor,
    /// <summary>Despatch: assigns units and sees incidents through.</summary>
    Despatcher,
    /// <summary>CAD supervisor of a pod: may lower a grade, and divert from an incident of a higher or equal grade.</summary>
    Supervisor,
    /// <summary>Duty officer: may send a Safer Neighbourhoods unit out of its ward.</summary>
    DutyOfficer,
    /// <summary>The command's chief inspector: moves pan-London units (seeds, 2005 review, appendix 2).</summary>
    ChiefInspector,
    /// <summary>The system itself, for what it does unasked (status 0 opens an incident).</summary>
    System,
}

/// <summary>Who does something: the operator's name or number, and the role in which they act.</summary>
public sealed record Actor(string Operator, Role Role)
{
    /// <summary>The system acting by itself.</summary>
    public static Actor System { get; } = new("system", Role.System);

    /// <summary>Whether this actor's role is at least as senior as <paramref name="role"/>. The system may do anything it decides.</summary>
    public bool IsAtLeast(Role role) =>
        Role == Role.ProfessionalStandards || role == Role.ProfessionalStandards ? Role == role : Role >= role;
}

/// <summary>A senior officer's spoken word, as the despatcher who acts on it writes it down.</summary>
/// <param name="Operator">Who gave it.</param>
/// <param name="Role">In which role they gave it.</param>
/// <param name="Words">What they said.</param>
public sealed record Authority(string Operator, Role Role, string Words);
