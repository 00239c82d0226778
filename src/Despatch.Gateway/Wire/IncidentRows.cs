using Despatch.Board;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Grains;

namespace Despatch.Gateway.Wire;

/// <summary>Incidents as the API's messages, with what follows from the policy in force: the next deadline, the level, the queues. Thread-safe.</summary>
internal sealed class IncidentRows(RunningPolicy policy, Board.Board board, TimeProvider time)
{
    public EscalationPolicy Policy => policy.Current;

    public V1.Incident Write(IncidentState state)
    {
        var row = ToWire.Incident(state);
        row.Escalation = Escalation(state, policy.Current);
        row.Procedure = ProcedureRows.Write(state);
        if (state.Tag is { } tag)
        {
            row.Tag = new V1.Tag { Operator = tag.By, At = ToWire.Time(tag.At), Words = tag.Words };
        }

        if (state.Holder is { } holder)
        {
            row.Holder = new V1.Holder { Operator = holder.Operator, Role = Roles.Write(holder.Role), Since = ToWire.Time(holder.Since) };
        }

        LinkRows.Add(row, state.Links, board);
        row.Command = CommandRows.Write(state.Command);
        row.ForceRequests.AddRange(state.Forces.All.Select(ForceRows.Write));
        row.OwnerForce = state.Forces.Owner;
        CallerWire.Add(row, state.Callers);
        var now = time.GetUtcNow();
        row.Risk = RiskToWire.Risk(state, now);
        row.Queues.AddRange(Enum.GetValues<RiskQueue>().Where(queue => RiskQueues.IsIn(queue, state, now)).Select(Enums.Write));
        return row;
    }

    public IEnumerable<V1.LinkCandidate> Candidates(IEnumerable<LinkCandidate> candidates) =>
        candidates.Select(c => LinkRows.Candidate(c, board));

    private static V1.Escalation Escalation(IncidentState state, EscalationPolicy policy)
    {
        var next = Deadlines.Next(state, policy);
        var level = policy.LevelOf(state.Escalation);
        return new V1.Escalation
        {
            NextDue = ToWire.Time(next?.Due),
            NextClock = next is null ? V1.EscalationClock.Unspecified : Enums.Write(next.Clock),
            NextItem = next?.Item ?? "",
            NextTo = next?.To.Name ?? "",
            Level = level?.Name ?? "",
            LevelRole = level is null ? "" : Roles.Write(level.Role),
            Unacknowledged = state.Escalation.Unacknowledged,
            NeighbouringPods = policy.ReachedNeighbours(state.Escalation),
            Appointment = ToWire.Time(state.Escalation.Appointment),
        };
    }
}
