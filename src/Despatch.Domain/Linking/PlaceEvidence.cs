namespace Despatch.Domain.Linking;

/// <summary>What speaks for a link by places and times. Pure.</summary>
internal static class PlaceEvidence
{
    public static LinkReason? OfAddress(Particulars wanted, Particulars other, LinkPolicy policy)
    {
        LinkReason? best = null;
        foreach (var here in wanted.Places)
        {
            foreach (var there in other.Places)
            {
                switch (AddressLikeness.Of(AddressParts.Of(here.Address), AddressParts.Of(there.Address), Nearby(here, there, policy)))
                {
                    case SameAddress.Dwelling:
                        return new LinkReason(LinkEvidence.Dwelling, $"The same address: {here.Address} here, {there.Address} there.");
                    case SameAddress.Building:
                        best ??= new LinkReason(LinkEvidence.Building, $"The same building: {here.Address} here, {there.Address} there.");
                        break;
                    default:
                        break;
                }
            }
        }

        return best;
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

    private static double? Metres(Particulars wanted, Particulars other)
    {
        var distances = wanted.Places.SelectMany(here => other.Places.Select(there =>
            here.Point is { } a && there.Point is { } b ? a.MetresTo(b) : double.PositiveInfinity)).DefaultIfEmpty(double.PositiveInfinity);
        return distances.Min() is var nearest && double.IsFinite(nearest) ? nearest : null;
    }

    private static bool? Nearby(Place here, Place there, LinkPolicy policy) =>
        here.Point is { } a && there.Point is { } b ? a.MetresTo(b) <= policy.SamePlaceMetres
        : here.Borough.Length > 0 && there.Borough.Length > 0 ? string.Equals(here.Borough, there.Borough, StringComparison.Ordinal)
        : null;
}
