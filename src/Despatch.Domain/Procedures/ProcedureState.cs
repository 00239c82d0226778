using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Risk;
using Despatch.Domain.Units;

namespace Despatch.Domain.Procedures;

/// <summary>What an incident's procedure has come to. A part of <see cref="IncidentState"/>. Immutable.</summary>
public sealed record ProcedureState
{
    /// <summary>Before any procedure.</summary>
    public static ProcedureState Initial { get; } = new();

    /// <summary>All questions and checks, in the order in which they were asked.</summary>
    public ImmutableArray<Question> Questions { get; init; } = [];

    /// <summary>All requests to agencies, in their order.</summary>
    public ImmutableArray<AgencyRequest> Requests { get; init; } = [];

    /// <summary>What a crew must be able to do.</summary>
    public ImmutableArray<Skill> Skills { get; init; } = [];

    /// <summary>What must be on record before it closes.</summary>
    public ImmutableArray<Outcome> Outcomes { get; init; } = [];

    /// <summary>The keys of the supervised types it is of.</summary>
    public ImmutableArray<string> Supervised { get; init; } = [];

    /// <summary>The keys of the contacts whose callers are on the line.</summary>
    public ImmutableArray<string> Calls { get; init; } = [];

    /// <summary>What the procedure asks once certain words are said.</summary>
    public Procedure Waiting { get; init; } = Procedure.None;

    /// <summary>The questions that nobody has answered.</summary>
    public IEnumerable<Question> OpenQuestions => Questions.Where(static q => q.End is null);

    /// <summary>The requests that no agency has answered.</summary>
    public IEnumerable<AgencyRequest> OpenRequests => Requests.Where(static r => r.End is null);

    /// <summary>The outcomes that are not on record.</summary>
    public IEnumerable<Outcome> MissingOutcomes => Outcomes.Where(static o => o.Done is null);

    /// <summary>
    /// What is owed: answers, and words from agencies. What the procedure itself asks is one item until all of it is answered, so that whoever
    /// is told hears of it once; what a person asked is an item of its own.
    /// </summary>
    public IEnumerable<Pending> Pending
    {
        get
        {
            if (OpenQuestions.Where(static q => q.AskedBy.Length == 0).ToList() is { Count: > 0 } asked)
            {
                yield return new Pending(EscalationClock.Question, "procedure", asked.Min(static q => q.Since))
                {
                    Words = string.Join("; ", asked.Select(static q => $"to {q.To}: {q.Words}")),
                };
            }

            foreach (var question in OpenQuestions.Where(static q => q.AskedBy.Length > 0))
            {
                yield return new Pending(EscalationClock.Question, question.Id, question.Since) { Words = $"to {question.To}: {question.Words}" };
            }

            foreach (var request in OpenRequests)
            {
                yield return new Pending(EscalationClock.Agency, request.Id, request.Since) { Words = request.Words };
            }
        }
    }

    /// <summary>One question, or null.</summary>
    public Question? QuestionOf(string id) => Questions.FirstOrDefault(q => string.Equals(q.Id, id, StringComparison.Ordinal));

    /// <summary>One request, or null.</summary>
    public AgencyRequest? RequestOf(string id) => Requests.FirstOrDefault(r => string.Equals(r.Id, id, StringComparison.Ordinal));

    /// <summary>The state after one more fact of the incident.</summary>
    public static ProcedureState Evolve(ProcedureState state, DomainEvent fact) => fact switch
    {
        ProcedureOpened e => (e.Instead ? state.Cleared() : state).Opened(e.Procedure, e.At),
        QuestionAsked e => state with { Questions = state.Questions.Add(new(e.Question, e.To, e.Words, false, e.By.Operator, e.At, null)) },
        QuestionAnswered e => state.Ended(e.Question, new(e.By.Operator, e.At, e.Words, false)).Hearing(e.Words, e.At),
        QuestionWithdrawn e => state.Ended(e.Question, new(e.By.Operator, e.At, e.Reason, true)),
        AgencyRequested e => state with { Requests = state.Requests.Add(new(e.Request, e.Agency, e.Words, e.By.Operator, e.At)) },
        AgencyCalled e => state.Called(e),
        AgencyRequestWithdrawn e => state.Updated(e.Request, r => r with { End = new(e.By.Operator, e.At, e.Reason, true) }),
        OutcomeRecorded e => state with
        {
            Outcomes = [.. state.Outcomes.Select(o => string.Equals(o.Id, e.Outcome, StringComparison.Ordinal)
                ? o with { Done = new(e.By.Operator, e.At, e.Words, e.DoneBy) }
                : o)],
        },
        MarkedSupervised e => state with { Supervised = [.. state.Supervised.Append(e.Type).Distinct(StringComparer.Ordinal)] },
        CallKept e => state with { Calls = [.. state.Calls.Append(e.Contact).Distinct(StringComparer.Ordinal)] },
        CallEnded e => state with { Calls = state.Calls.Remove(e.Contact, StringComparer.Ordinal) },
        EntryAdded e => state.Hearing(e.Words, e.At),
        ContactAttached e => state.Hearing(e.Words, e.At),
        CallerSaid e => state.Hearing(e.Words, e.At),
        DuplicateAdopted e => state.Hearing(e.Words, e.At),

        // What was done before it was opened again did not end it.
        IncidentReopened => state with { Outcomes = [.. state.Outcomes.Select(static o => o with { Done = null })] },
        _ => state,
    };

    /// <summary>Without what the former procedure still asks and nobody has begun. What people asked for stays.</summary>
    private ProcedureState Cleared() => this with
    {
        Questions = Questions.RemoveAll(static q => q is { End: null, AskedBy: "" }),
        Requests = Requests.RemoveAll(static r => r is { End: null, Calls: 0, AskedBy: "" }),
        Skills = [],
        Outcomes = Outcomes.RemoveAll(static o => o.Done is null),
        Supervised = [],
        Waiting = Procedure.None,
    };

    /// <summary>With what a procedure asks beside what is there. The same question is not asked twice, nor the same agency called.</summary>
    private ProcedureState Opened(Procedure procedure, DateTimeOffset at)
    {
        var now = procedure.AtOnce();
        var later = procedure.OnWords();
        return Asked(now, at) with
        {
            Outcomes = [.. Outcomes.Concat(now.Outcomes.Select(static o => new Outcome(o.Id, o.Words, null))).DistinctBy(static o => o.Id, StringComparer.Ordinal)],
            Supervised = [.. Supervised.Concat(now.Supervised).Distinct(StringComparer.Ordinal)],
            Waiting = Waiting with
            {
                Code = procedure.Code,
                Questions = [.. Waiting.Questions.Concat(later.Questions).DistinctBy(static q => q.Id, StringComparer.Ordinal)],
                Requests = [.. Waiting.Requests.Concat(later.Requests).DistinctBy(static r => r.Agency, StringComparer.Ordinal)],
                Skills = [.. Waiting.Skills.Concat(later.Skills).DistinctBy(static s => s.Skill)],
            },
        };
    }

    private ProcedureState Asked(Procedure now, DateTimeOffset at) => this with
    {
        Questions =
        [
            .. Questions
                .Concat(now.Questions.Select(q => new Question(q.Id, q.To, q.Words, q.IsCheck, "", at, null)))
                .DistinctBy(static q => q.Id, StringComparer.Ordinal),
        ],
        Requests =
        [
            .. Requests
                .Concat(now.Requests.Select(r => new AgencyRequest(r.Agency, r.Agency, r.Words, "", at)))
                .DistinctBy(static r => r.Id, StringComparer.Ordinal),
        ],
        Skills = [.. Skills.Concat(now.Skills.Select(static s => s.Skill)).Distinct()],
    };

    /// <summary>Somebody said something: what waited for such words is asked from now on.</summary>
    private ProcedureState Hearing(string words, DateTimeOffset at)
    {
        if (Waiting.IsEmpty)
        {
            return this;
        }

        var heard = Waiting.Hearing(words);
        if (ReferenceEquals(heard, Waiting))
        {
            return this;
        }

        return Asked(heard.AtOnce(), at) with { Waiting = heard.OnWords() };
    }

    private ProcedureState Ended(string id, ItemEnd end) => this with
    {
        Questions = [.. Questions.Select(q => string.Equals(q.Id, id, StringComparison.Ordinal) ? q with { End = end } : q)],
    };

    private ProcedureState Called(AgencyCalled e)
    {
        var end = e.Reply is AgencyReply.Agreed or AgencyReply.Refused ? new ItemEnd(e.By.Operator, e.At, e.Said, Withdrawn: false) : null;
        return Updated(e.Request, r => r with { Calls = r.Calls + 1, Said = e.Said, Reply = e.Reply, End = end });
    }

    private ProcedureState Updated(string id, Func<AgencyRequest, AgencyRequest> change) => this with
    {
        Requests = [.. Requests.Select(r => string.Equals(r.Id, id, StringComparison.Ordinal) ? change(r) : r)],
    };
}
