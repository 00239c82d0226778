using System.Collections.Immutable;
using Despatch.Domain.Markers;
using Despatch.Domain.Risk;

namespace Despatch.Gateway.Checks;

/// <summary>Rules for what the force calls its risks, and for whom or what a marker is about.</summary>
internal static class RiskChecks
{
    /// <summary>The structured facts of an assessment, each once.</summary>
    public static ImmutableArray<RiskFlag> Flags(this Check check, IReadOnlyList<string> codes, string field)
    {
        var flags = ImmutableArray.CreateBuilder<RiskFlag>(codes.Count);
        for (var i = 0; i < codes.Count; i++)
        {
            if (check.Must(check.Pack.Risk.Flags.TryGetValue(codes[i], out var flag), $"{field}[{i}]", $"must be one of {Names(check.Pack.Risk.Flags.Keys)}"))
            {
                check.Must(!flags.Contains(flag!), $"{field}[{i}]", "must not be there twice");
                flags.Add(flag!);
            }
        }

        return flags.ToImmutable();
    }

    /// <summary>A kind of intelligence check.</summary>
    public static string CheckKind(this Check check, string code, string field)
    {
        check.Must(check.Pack.Risk.Checks.Contains(code), field, $"must be one of {Names(check.Pack.Risk.Checks)}");
        return code;
    }

    /// <summary>A kind of marker.</summary>
    public static MarkerKind MarkerKind(this Check check, string code, string field)
    {
        check.Must(check.Pack.Risk.Markers.TryGetValue(code, out var kind), field, $"must be one of {Names(check.Pack.Risk.Markers.Keys)}");
        return kind ?? new MarkerKind(code, null, 0);
    }

    /// <summary>Whom or what something is about, which must be said.</summary>
    public static MarkerSubject Subject(this Check check, V1.MarkerSubject? wire, string field)
    {
        var subject = check.OptionalSubject(wire, field);
        check.Must(subject is not null, field, "must be a person, an address or a phone");
        return subject ?? new MarkerSubject(SubjectKind.Person, "", null);
    }

    /// <summary>Whom or what something is about, or null.</summary>
    public static MarkerSubject? OptionalSubject(this Check check, V1.MarkerSubject? wire, string field)
    {
        switch (wire?.SubjectCase)
        {
            case V1.MarkerSubject.SubjectOneofCase.Person:
                return new MarkerSubject(SubjectKind.Person, check.Text(wire.Person, $"{field}.person", TextChecks.NameLength), null);
            case V1.MarkerSubject.SubjectOneofCase.Phone:
                check.Must(wire.Phone.Length > 0, $"{field}.phone", "must not be empty");
                return new MarkerSubject(SubjectKind.Phone, check.PhoneNumber(wire.Phone, $"{field}.phone"), null);
            case V1.MarkerSubject.SubjectOneofCase.Address:
                var address = check.Text(wire.Address.Address, $"{field}.address.address", TextChecks.AddressLength);
                var point = wire.Address.Point is { } given ? check.PointInArea(given, $"{field}.address.point") : (Domain.Point?)null;
                return new MarkerSubject(SubjectKind.Address, address, point);
            default:
                return null;
        }
    }

    /// <summary>A marker's id, which is its grain's key.</summary>
    public static string MarkerId(this Check check, string id, string field)
    {
        var isOne = id.StartsWith(MarkerState.KeyPrefix, StringComparison.Ordinal) && TextChecks.IsId(id[MarkerState.KeyPrefix.Length..]);
        check.Must(isOne, field, "must be a marker's id, as Add answered it");
        return id;
    }

    private static string Names(IEnumerable<string> codes) => string.Join(", ", codes.Order(StringComparer.Ordinal));
}
