namespace Despatch.Domain.Procedures;

/// <summary>How a question or a request ended.</summary>
/// <param name="By">Who ended it.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Words">The answer, or why it was withdrawn.</param>
/// <param name="Withdrawn">Whether it was withdrawn and not answered.</param>
public sealed record ItemEnd(string By, DateTimeOffset At, string Words, bool Withdrawn);

/// <summary>A question on the log.</summary>
/// <param name="Id">Unique within the incident.</param>
/// <param name="To">Who must answer.</param>
/// <param name="Words">The question.</param>
/// <param name="IsCheck">Whether it is looked up and not asked of the caller.</param>
/// <param name="AskedBy">Who asked; empty: the procedure.</param>
/// <param name="Since">When (UTC).</param>
/// <param name="End">How it ended; null while it is open.</param>
public sealed record Question(string Id, Role To, string Words, bool IsCheck, string AskedBy, DateTimeOffset Since, ItemEnd? End);

/// <summary>What an agency's words amount to. Only the last two are answers.</summary>
public enum AgencyReply
{
    /// <summary>Nobody answered, or somebody will ring back.</summary>
    None,
    /// <summary>It wants to be asked another way: by e-mail, on a form, at another number. Seeds (004), case 6: the taxi firm.</summary>
    PutOff,
    /// <summary>It does what it was asked, or told what it was asked.</summary>
    Agreed,
    /// <summary>It will not: somebody must do it another way.</summary>
    Refused,
}

/// <summary>A request to an agency. It is chased until it is answered or withdrawn.</summary>
/// <param name="Id">Unique within the incident.</param>
/// <param name="Agency">The agency's key.</param>
/// <param name="Words">What it is to be asked.</param>
/// <param name="AskedBy">Who wants it called; empty: the procedure.</param>
/// <param name="Since">When it was to be called (UTC). A chase does not move it: the agency is as late as it was.</param>
public sealed record AgencyRequest(string Id, string Agency, string Words, string AskedBy, DateTimeOffset Since)
{
    /// <summary>How often it was spoken to or tried.</summary>
    public int Calls { get; init; }

    /// <summary>What it said the last time.</summary>
    public string Said { get; init; } = "";

    /// <summary>What that amounts to.</summary>
    public AgencyReply Reply { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public ItemEnd? End { get; init; }
}

/// <summary>An outcome on record.</summary>
/// <param name="By">Who put it there.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Words">What was done.</param>
/// <param name="DoneBy">Who did it.</param>
public sealed record OutcomeDone(string By, DateTimeOffset At, string Words, string DoneBy);

/// <summary>What must be on record before the incident closes.</summary>
/// <param name="Id">Unique within the incident.</param>
/// <param name="Words">What it is.</param>
/// <param name="Done">What is on record; null while it is missing.</param>
public sealed record Outcome(string Id, string Words, OutcomeDone? Done);
