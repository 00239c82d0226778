using System.Diagnostics.CodeAnalysis;
using Despatch.V1;

namespace Despatch.Exercise.Clients;

/// <summary>Who acts, as development metadata says it.</summary>
/// <param name="Operator">Name or number: <c>handler-017</c>.</param>
/// <param name="Role">In the wire's spelling: <c>call-handler</c>, <c>despatcher</c>, <c>supervisor</c> ...</param>
public sealed record Person(string Operator, string Role);

/// <summary>What a call came to: a value, or a rule's refusal. Everything else is an exception.</summary>
public readonly record struct Answer<T>
    where T : class
{
    internal Answer(T value) => Value = value;

    internal Answer(Refusal refusal) => Refusal = refusal;

    /// <summary>The value; null when refused.</summary>
    public T? Value { get; }

    /// <summary>Which rule refused, and why; null when accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether the rules let it pass; if so, the value.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value)
    {
        value = Value;
        return value is not null;
    }

    /// <summary>Whether this rule refused it.</summary>
    public bool IsRefusedBy(string code) => string.Equals(Refusal?.Code, code, StringComparison.Ordinal);
}
