using System.Collections.Frozen;
using System.Text;
using Despatch.Domain.Contacts;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Units;

namespace Despatch.Domain.Tests.Support;

/// <summary>How the tables spell types and streams: <c>unit-assigned</c>, <c>cad1</c>, <c>contact1</c>, <c>AS21</c>.</summary>
internal static class Names
{
    /// <summary>All kinds of fact, by their spelling.</summary>
    public static FrozenDictionary<string, Type> Facts { get; } = Below(typeof(DomainEvent));

    /// <summary>All commands, by their spelling.</summary>
    public static FrozenDictionary<string, Type> Commands { get; } =
        Below(typeof(IncidentCommand), typeof(UnitCommand), typeof(ContactCommand), typeof(MarkerCommand), typeof(RaiseEscalation));

    /// <summary>The stream of a table's word.</summary>
    public static string Stream(string word) =>
        word.StartsWith("cad", StringComparison.Ordinal) && int.TryParse(word.AsSpan(3), out var number)
            ? new CadNumber(number, World.Day).Key
        : word.StartsWith("contact", StringComparison.Ordinal) ? ContactState.KeyPrefix + word
        : word.StartsWith("marker", StringComparison.Ordinal) ? MarkerState.KeyPrefix + word
        : UnitState.KeyOf(word);

    /// <summary>The table's word for a stream; any other text as it is.</summary>
    public static string Word(string stream) =>
        CadNumber.TryFromKey(stream, out var cad) ? $"cad{cad.Number}"
        : stream.StartsWith(ContactState.KeyPrefix, StringComparison.Ordinal) ? stream[ContactState.KeyPrefix.Length..]
        : stream.StartsWith(MarkerState.KeyPrefix, StringComparison.Ordinal) ? stream[MarkerState.KeyPrefix.Length..]
        : stream.StartsWith(UnitState.KeyPrefix, StringComparison.Ordinal) ? stream[UnitState.KeyPrefix.Length..]
        : stream;

    /// <summary>Words in lower case, joined by hyphens.</summary>
    public static string Kebab(string pascal)
    {
        var text = new StringBuilder();
        foreach (var letter in pascal)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private static FrozenDictionary<string, Type> Below(params Type[] roots) =>
        typeof(DomainEvent).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && Array.Exists(roots, root => root.IsAssignableFrom(type)))
            .ToFrozenDictionary(type => Kebab(type.Name), StringComparer.Ordinal);
}
