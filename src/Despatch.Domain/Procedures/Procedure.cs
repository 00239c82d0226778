using System.Collections.Immutable;
using Despatch.Domain.Units;

namespace Despatch.Domain.Procedures;

/// <summary>
/// What an opening code asks of whoever works the incident: questions and checks, agencies to call, skills to send, and what must have come
/// of it before it closes. Policy data; a fact stores it whole, so that an open incident keeps the procedure it was opened with. Seeds,
/// Learning the Lessons (004), case 10: the procedure stood in a document that had to be opened by hand, and was not.
/// </summary>
/// <param name="Code">The opening code; empty in <see cref="None"/>.</param>
/// <param name="Questions">What somebody must answer on the log.</param>
/// <param name="Requests">The agencies to be called.</param>
/// <param name="Skills">What a crew must be able to do.</param>
/// <param name="Outcomes">What must be on record before it closes.</param>
/// <param name="Supervised">The keys of the supervised types it belongs to: then it closes on a supervisor's word.</param>
public sealed record Procedure(
    string Code,
    ImmutableArray<ProcedureQuestion> Questions,
    ImmutableArray<ProcedureRequest> Requests,
    ImmutableArray<ProcedureSkill> Skills,
    ImmutableArray<ProcedureOutcome> Outcomes,
    ImmutableArray<string> Supervised)
{
    /// <summary>Asks for nothing.</summary>
    public static Procedure None { get; } = new("", [], [], [], [], []);

    /// <summary>Whether it asks for nothing.</summary>
    public bool IsEmpty => Questions.IsEmpty && Requests.IsEmpty && Skills.IsEmpty && Outcomes.IsEmpty && Supervised.IsEmpty;

    /// <summary>The same, with what waits for words said now where they are said.</summary>
    public Procedure Hearing(string words)
    {
        var spoken = new Spoken(words);
        if (!Questions.Any(q => spoken.Calls(q.When)) && !Requests.Any(r => spoken.Calls(r.When)) && !Skills.Any(s => spoken.Calls(s.When)))
        {
            return this;
        }

        return this with
        {
            Questions = [.. Questions.Select(q => spoken.Calls(q.When) ? q with { When = [] } : q)],
            Requests = [.. Requests.Select(r => spoken.Calls(r.When) ? r with { When = [] } : r)],
            Skills = [.. Skills.Select(s => spoken.Calls(s.When) ? s with { When = [] } : s)],
        };
    }

    /// <summary>What is asked at once.</summary>
    public Procedure AtOnce() => this with
    {
        Questions = Questions.RemoveAll(static q => !q.When.IsEmpty),
        Requests = Requests.RemoveAll(static r => !r.When.IsEmpty),
        Skills = Skills.RemoveAll(static s => !s.When.IsEmpty),
    };

    /// <summary>What waits for words.</summary>
    public Procedure OnWords() => None with
    {
        Code = Code,
        Questions = Questions.RemoveAll(static q => q.When.IsEmpty),
        Requests = Requests.RemoveAll(static r => r.When.IsEmpty),
        Skills = Skills.RemoveAll(static s => s.When.IsEmpty),
    };
}

/// <summary>A question or check of a procedure.</summary>
/// <param name="Id">Unique within the procedure: <c>vital-signs</c>.</param>
/// <param name="To">Who must see to its answer.</param>
/// <param name="Words">The question.</param>
/// <param name="IsCheck">Whether it is looked up and not asked of the caller.</param>
/// <param name="When">It is asked once one of these words, in lower case, is said; none: at once.</param>
public sealed record ProcedureQuestion(string Id, Role To, string Words, bool IsCheck, ImmutableArray<string> When);

/// <summary>An agency that a procedure calls.</summary>
/// <param name="Agency">The agency's key: <c>network-rail</c>.</param>
/// <param name="Words">What it is to be asked.</param>
/// <param name="When">It is called once one of these words is said; none: at once.</param>
public sealed record ProcedureRequest(string Agency, string Words, ImmutableArray<string> When);

/// <summary>A skill that a procedure sends.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="When">It is needed once one of these words is said; none: at once.</param>
public sealed record ProcedureSkill(Skill Skill, ImmutableArray<string> When);

/// <summary>What must be on record before an incident closes.</summary>
/// <param name="Id">Unique within the procedure: <c>person-seen</c>.</param>
/// <param name="Words">What it is, as a person would say it: the person was seen and spoken to.</param>
public sealed record ProcedureOutcome(string Id, string Words);

/// <summary>Another body that can be asked for help or for word: an ambulance service, a railway, a taxi firm.</summary>
/// <param name="Key">Unique in the force: <c>network-rail</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record Agency(string Key, string Name);

/// <summary>A kind of incident that supervisors lead on closely, and that closes on a supervisor's word.</summary>
/// <param name="Key">Unique in the force: <c>suspicious-death</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Codes">The opening codes that are always of this kind; for the rest somebody says so.</param>
/// <param name="Risks">The risk flags and kinds of marker that make an incident one of this kind.</param>
public sealed record SupervisedType(string Key, string Name, ImmutableArray<string> Codes, ImmutableArray<string> Risks);
