using Despatch.Domain.Linking;
using Xunit;

namespace Despatch.Domain.Tests.Linking;

public sealed class LinkKeysTests
{
    private static readonly DateOnly Born = new(1984, 3, 12);

    [Theory]
    [InlineData("+447700900123", "+447700900123")]
    [InlineData("07700 900123", "+447700900123")]
    [InlineData("0044 7700 900-123", "+447700900123")]
    [InlineData("+44 (0)20 7946 0000", "+442079460000")]
    [InlineData("", "")]
    [InlineData("withheld", "")]
    [InlineData("999", "")]
    public void A_number_has_one_key_however_it_is_written(string written, string key) => Assert.Equal(key, LinkKeys.Phone(written));

    [Theory]
    [InlineData("Mohammed Hussain", "Muhammad Hussein")]
    [InlineData("Stephen O'Brien", "STEVEN OBRIEN")]
    [InlineData("Chidi Okafor", "OKAFOR, Chidi")]
    [InlineData("Dr Zoë Łukasik", "Zoe Lukasik")]
    [InlineData("Catherine Wright", "Katharine Right")]
    [InlineData("Ana María Gómez", "Ana Gomez")]
    public void A_persons_spelling_variants_share_every_key(string one, string other) =>
        Assert.Equal(LinkKeys.Person(one, Born).Order(StringComparer.Ordinal), LinkKeys.Person(other, Born).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Sarah Whitcombe", "Sarah Jenkins")]
    [InlineData("Liz Abernathy", "Elizabeth Abernathy")]
    public void Half_a_name_and_the_date_of_birth_share_a_key(string one, string other) =>
        Assert.NotEmpty(LinkKeys.Person(one, Born).Intersect(LinkKeys.Person(other, Born), StringComparer.Ordinal));

    [Fact]
    public void Day_and_month_exchanged_share_the_keys() =>
        Assert.Equal(LinkKeys.Person("Ann Lee", new DateOnly(1984, 3, 12)), LinkKeys.Person("Ann Lee", new DateOnly(1984, 12, 3)));

    [Fact]
    public void Other_persons_share_no_key()
    {
        Assert.Empty(LinkKeys.Person("Sarah Whitcombe", Born).Intersect(LinkKeys.Person("Peter Jones", Born), StringComparer.Ordinal));
        Assert.Empty(LinkKeys.Person("", Born));
        Assert.Empty(LinkKeys.Person("Peter", null));
    }

    [Theory]
    [InlineData("Flat 2, 14 High St", "14 High Street flat 2")]
    [InlineData("2/14 High Street, Lewisham", "Flat 2 14 high st., Lewisham")]
    [InlineData("14a Acre Lane", "Flat A, 14 Acre Lane")]
    [InlineData("Flat 12, Rose Court", "12 Rose Crt")]
    [InlineData("No. 7 St. John's Rd", "7 St Johns Road")]
    [InlineData("Ground floor flat, 9 Lordship Lane, SE22 8EW", "9 Lordship Ln, ground floor flat, SE228EW")]
    public void An_address_is_the_same_dwelling_however_it_is_written(string one, string other)
    {
        Assert.Equal(LinkKeys.Address(one), LinkKeys.Address(other));
        Assert.Equal(SameAddress.Dwelling, AddressLikeness.Of(AddressParts.Of(one), AddressParts.Of(other), nearby: true));
    }

    [Theory]
    [InlineData("14 Lewisham Way, SE14 6PP", "14 Lewisam Way, SE14 6PP")]
    [InlineData("31 Coldharbour Lane", "31 Coldharber Lane")]
    public void A_misspelt_street_shares_a_key_and_is_the_same(string one, string other)
    {
        Assert.NotEmpty(LinkKeys.Address(one).Intersect(LinkKeys.Address(other), StringComparer.Ordinal));
        Assert.Equal(SameAddress.Dwelling, AddressLikeness.Of(AddressParts.Of(one), AddressParts.Of(other), nearby: true));
    }

    [Theory]
    [InlineData("14 High Street, SE13 5AB", "14 High Street, E17 7JN")]
    [InlineData("14 High Street, SE13 5AB", "15 High Street, SE13 5AB")]
    [InlineData("14 Park Road, SE13 5AB", "14 Acre Lane, SE13 5AB")]
    public void Another_house_or_one_that_cannot_be_told_is_not_the_same(string one, string other) =>
        Assert.Equal(SameAddress.No, AddressLikeness.Of(AddressParts.Of(one), AddressParts.Of(other), nearby: null));

    [Fact]
    public void The_same_words_without_a_town_may_be_another_street() =>
        Assert.Equal(SameAddress.Unplaced, AddressLikeness.Of(AddressParts.Of("14 High Street"), AddressParts.Of("14 High St"), nearby: null));

    [Fact]
    public void Another_flat_is_the_same_building_only()
    {
        var (two, three) = (AddressParts.Of("Flat 2, 14 High St, SE13 5AB"), AddressParts.Of("Flat 3, 14 High St, SE13 5AB"));

        Assert.Equal(SameAddress.Building, AddressLikeness.Of(two, three, nearby: null));
    }

    [Fact]
    public void An_address_that_names_no_building_has_no_key()
    {
        Assert.Empty(LinkKeys.Address("outside the station"));
        Assert.Empty(LinkKeys.Address(""));
    }
}
