namespace Despatch.Domain.Linking;

/// <summary>How far two addresses are the same.</summary>
public enum SameAddress
{
    /// <summary>They are not, or it cannot be told.</summary>
    No,

    /// <summary>The same building, another flat.</summary>
    Building,

    /// <summary>The same building; one of the two does not say which flat.</summary>
    SomeFlat,

    /// <summary>The same words, dwelling and all; but there may be another such street elsewhere.</summary>
    Unplaced,

    /// <summary>The same dwelling.</summary>
    Dwelling,
}

/// <summary>Compares addresses. Pure.</summary>
public static class AddressLikeness
{
    /// <summary>How alike two streets' words must be: a letter or two misheard.</summary>
    private const double SameStreet = 0.88;

    /// <summary>
    /// Compares two addresses by their words alone. Two High Streets are told apart by their postcodes; where an address has none, by what
    /// the caller of this knows of the places: <paramref name="nearby"/> says that they are (true), are not (false) or that nobody knows.
    /// </summary>
    public static SameAddress Of(AddressParts one, AddressParts other, bool? nearby)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (!one.IsBuilding || !other.IsBuilding || nearby == false || !Same(one.Number, other.Number))
        {
            return SameAddress.No;
        }

        var postcodes = Postcodes(one.Postcode, other.Postcode);
        if (postcodes == false || !Streets(one, other, postcodes == true && one.HasWholePostcode && other.HasWholePostcode))
        {
            return SameAddress.No;
        }

        // The words alone are no proof: every borough has a 14 High Street. A town that both name is.
        if (postcodes is null && nearby is null && !one.Rest.Intersect(other.Rest, StringComparer.Ordinal).Any())
        {
            return Same(one.Flat, other.Flat) ? SameAddress.Unplaced : SameAddress.No;
        }

        return Same(one.Flat, other.Flat) ? SameAddress.Dwelling
            : one.Flat.Length == 0 || other.Flat.Length == 0 ? SameAddress.SomeFlat
            : SameAddress.Building;
    }

    private static bool Streets(AddressParts one, AddressParts other, bool samePostcode)
    {
        if (one.Street.IsEmpty || other.Street.IsEmpty)
        {
            return samePostcode;
        }

        var alike = Likeness.OfWords(string.Concat(one.Street), string.Concat(other.Street));
        var kinds = one.Kind.Length == 0 || other.Kind.Length == 0 || Same(one.Kind, other.Kind);
        return alike >= SameStreet && (kinds || samePostcode);
    }

    /// <summary>Null when one of the two is missing. Half a postcode is held against the first half of a whole one.</summary>
    private static bool? Postcodes(string one, string other)
    {
        if (one.Length == 0 || other.Length == 0)
        {
            return null;
        }

        return one.Length >= 5 && other.Length >= 5 ? Same(one, other) || OneApart(one, other) : Same(Outward(one), Outward(other));
    }

    private static string Outward(string postcode) => postcode.Length >= 5 ? postcode[..^3] : postcode;

    private static bool OneApart(string one, string other) =>
        one.Length == other.Length && one.Zip(other).Count(static pair => pair.First != pair.Second) == 1;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
