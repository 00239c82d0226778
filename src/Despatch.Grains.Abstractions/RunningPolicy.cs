using Despatch.Domain.Escalation;

namespace Despatch.Grains;

/// <summary>The escalation policy that a silo goes by now; all of the silo ask here, so that they change over together. Thread-safe.</summary>
public sealed class RunningPolicy(EscalationPolicy first)
{
    private EscalationPolicy _current = first;

    /// <summary>The policy in force.</summary>
    public EscalationPolicy Current => Volatile.Read(ref _current);

    /// <summary>Puts another one in force, from the next sweep on. Steps raised before stay raised.</summary>
    public void Replace(EscalationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Volatile.Write(ref _current, policy);
    }
}
