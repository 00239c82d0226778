using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>What speaks for a link by places and times. Pure.</summary>
internal static class PlaceEvidence
{
    /// <summary>The strongest by addresses; words without a town count only while all that was found by them lies in one place.</summary>
    public static LinkReason? OfAddress(Particulars wanted, Particulars other, bool alone, AddressBook book, LinkPolicy policy)
    {
        var (best, here, there) = (
            from one in wanted.Places
            from two in other.Places
            let same = Compare(one, two, book, policy)
            orderby same descending
            select (same, one.Address, two.Address)).FirstOrDefault();
        return best switch
        {
            SameAddress.Dwelling => new LinkReason(LinkEvidence.Dwelling, $"The same address: {here} here, {there} there."),
            SameAddress.Unplaced when alone => new LinkReason(
                LinkEvidence.DwellingUnplaced, $"The same address, and no other such is known: {here} here, {there} there."),
            SameAddress.SomeFlat => new LinkReason(LinkEvidence.SomeFlat, $"The same building, a flat missing: {here} here, {there} there."),
            SameAddress.Building => new LinkReason(LinkEvidence.Building, $"The same building: {here} here, {there} there."),
            _ => null,
        };
    }

    /// <summary>Whether the places that share their words with the wanted address are one place, as far as they are known.</summary>
    public static bool LieInOne(Particulars wanted, ImmutableArray<Compared> found, AddressBook book, LinkPolicy policy)
    {
        if (wanted.Places.All(static w => w.Address.Length == 0))
        {
            return true;
        }

        var places = found.SelectMany(static f => f.About.Places)
            .Where(p => wanted.Places.Any(w => Compare(w, p, book, policy) is SameAddress.Unplaced or SameAddress.Dwelling)).ToList();
        return places.Skip(1).All(p => Nearby(places[0], p, policy) != false && !OtherPostcode(book.Of(places[0].Address), book.Of(p.Address)));
    }

    public static LinkReason? OfEvent(Particulars wanted, Particulars other, LinkPolicy policy)
    {
        var apart = (wanted.At - other.At).Duration();
        if (apart > policy.NearWithin || Metres(wanted, other) is not { } metres || metres > policy.NearMetres)
        {
            return null;
        }

        var same = string.Equals(wanted.OpeningCode, other.OpeningCode, StringComparison.Ordinal);
        var what = same ? $"called {other.OpeningCode} too" : $"called {other.OpeningCode}";
        return new LinkReason(
            same ? LinkEvidence.Event : LinkEvidence.EventOtherwiseCalled,
            FormattableString.Invariant($"{metres:0} m away and {apart.TotalMinutes:0} min before, {what}."));
    }

    /// <summary>How far apart the two are at the nearest; null where no spot is known.</summary>
    public static double? Metres(Particulars wanted, Particulars other)
    {
        var distances = wanted.Places.SelectMany(here => other.Places.Select(there =>
            here.Point is { } a && there.Point is { } b ? a.MetresTo(b) : double.PositiveInfinity)).DefaultIfEmpty(double.PositiveInfinity);
        return distances.Min() is var nearest && double.IsFinite(nearest) ? nearest : null;
    }

    private static SameAddress Compare(Place one, Place other, AddressBook book, LinkPolicy policy) =>
        one.Address.Length == 0 || other.Address.Length == 0
            ? SameAddress.No
            : AddressLikeness.Of(book.Of(one.Address), book.Of(other.Address), Nearby(one, other, policy));

    private static bool OtherPostcode(AddressParts one, AddressParts other) =>
        one.HasWholePostcode && other.HasWholePostcode && !string.Equals(one.Postcode, other.Postcode, StringComparison.Ordinal);

    private static bool? Nearby(Place here, Place there, LinkPolicy policy) =>
        here.Point is { } a && there.Point is { } b ? a.MetresTo(b) <= policy.SamePlaceMetres
        : here.Borough.Length > 0 && there.Borough.Length > 0 ? string.Equals(here.Borough, there.Borough, StringComparison.Ordinal)
        : Says(here.Address, there.Borough) || Says(there.Address, here.Borough) ? true
        : null;

    /// <summary>Whether an address names a borough. One that does not says nothing: most people leave it out.</summary>
    private static bool Says(string address, string borough) =>
        borough.Length > 0 && !Folding.Words(borough).Except(Folding.Words(address), StringComparer.Ordinal).Any();
}

/// <summary>Addresses taken apart, each once: hundreds are compared with one. Not thread-safe; one a comparison.</summary>
internal sealed class AddressBook
{
    private readonly Dictionary<string, AddressParts> _parts = new(StringComparer.Ordinal);

    public AddressParts Of(string address)
    {
        if (!_parts.TryGetValue(address, out var parts))
        {
            _parts[address] = parts = AddressParts.Of(address);
        }

        return parts;
    }
}
