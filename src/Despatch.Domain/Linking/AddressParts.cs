using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>An address taken apart, as far as it says so: "Flat 2, 14 High St, SE13 5AB". Immutable; every part may be empty.</summary>
/// <param name="Flat">The dwelling inside the building: 2, or the a of 14a.</param>
/// <param name="Number">The building's number in its street, or the dwelling's in its block.</param>
/// <param name="Street">The street's or block's own words, folded: high.</param>
/// <param name="Kind">What sort of street or block it is, written out: street. Empty when the address does not say.</param>
/// <param name="Postcode">The whole postcode, folded and closed up: se135ab; or its first half: se13.</param>
/// <param name="Rest">The words that are none of these: a building's name, a town.</param>
public sealed record AddressParts(
    string Flat, string Number, ImmutableArray<string> Street, string Kind, string Postcode, ImmutableArray<string> Rest)
{
    /// <summary>Nothing known.</summary>
    public static AddressParts None { get; } = new("", "", [], "", "", []);

    /// <summary>Whether it says which building: a number and a street, or a number and a whole postcode.</summary>
    public bool IsBuilding => Number.Length > 0 && (!Street.IsEmpty || HasWholePostcode);

    /// <summary>Whether the postcode has both its halves.</summary>
    public bool HasWholePostcode => Postcode.Length >= 5;

    /// <summary>Reads an address as it was written down. Never fails: what it cannot read is in <see cref="Rest"/>.</summary>
    public static AddressParts Of(string address) => AddressReader.Read(Folding.Words(address, commas: true));
}
