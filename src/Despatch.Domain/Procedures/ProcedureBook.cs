using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Despatch.Domain.Procedures;

/// <summary>A force's procedures, and the agencies and supervised types that they name. Immutable, so safe to share.</summary>
public sealed class ProcedureBook
{
    private readonly FrozenDictionary<string, Procedure> _procedures;

    /// <summary>A book of these.</summary>
    /// <param name="procedures">One a code at most.</param>
    /// <param name="agencies">Who can be called.</param>
    /// <param name="types">The supervised types.</param>
    public ProcedureBook(ImmutableArray<Procedure> procedures, ImmutableArray<Agency> agencies, ImmutableArray<SupervisedType> types)
    {
        _procedures = procedures.ToFrozenDictionary(static p => p.Code, StringComparer.Ordinal);
        Procedures = procedures;
        Agencies = agencies.ToFrozenDictionary(static a => a.Key, StringComparer.Ordinal);
        SupervisedTypes = types.ToFrozenDictionary(static t => t.Key, StringComparer.Ordinal);
    }

    /// <summary>Without any procedure.</summary>
    public static ProcedureBook Empty { get; } = new([], [], []);

    /// <summary>All procedures.</summary>
    public ImmutableArray<Procedure> Procedures { get; }

    /// <summary>Agencies by key.</summary>
    public FrozenDictionary<string, Agency> Agencies { get; }

    /// <summary>Supervised types by key.</summary>
    public FrozenDictionary<string, SupervisedType> SupervisedTypes { get; }

    /// <summary>The procedure of an opening code; one that asks for nothing where the force has none.</summary>
    public Procedure Of(string code) => _procedures.GetValueOrDefault(code, Procedure.None with { Code = code });
}
