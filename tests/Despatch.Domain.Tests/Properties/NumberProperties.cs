using System.Globalization;
using Despatch.Domain.Incidents;
using Despatch.Domain.Numbers;
using Despatch.Domain.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Despatch.Domain.Tests.Properties;

/// <summary>CAD numbers: their spelling, and the blocks in which sites are given them.</summary>
public sealed class NumberProperties
{
    /// <summary>Two digits of a year, as the field writes them, are read as 1950 to 2049.</summary>
    private static readonly Gen<CadNumber> Cads =
        from number in Gen.Frequency((3, Gen.Choose(1, 20_000)), (1, Gen.Elements(1, 9, 10, 99_999, int.MaxValue)))
        from day in Gen.Choose(0, new DateOnly(2049, 12, 31).DayNumber - new DateOnly(2000, 1, 1).DayNumber)
        select new CadNumber(number, new DateOnly(2000, 1, 1).AddDays(day));

    [Fact]
    public void A_number_is_read_as_it_is_written() => Checking.ForAll(Cads, static cad =>
    {
        string[] spellings = [$"{cad}", $"CAD {cad}", $"cad {cad}".ToLowerInvariant(), $"  CAD  {cad} "];
        Assert.All(spellings, spelling => Assert.True(CadNumber.TryParse(spelling, out var read) && read == cad, spelling));
        Assert.True(CadNumber.TryFromKey(cad.Key, out var back) && back == cad, cad.Key);
        Assert.Equal(cad.ToString(), CadNumber.Spell(cad.Key));
    });

    [Fact]
    public void Two_numbers_have_two_keys() => Checking.ForAll(Cads.Two(), static two =>
        Assert.Equal(two.Item1 == two.Item2, string.Equals(two.Item1.Key, two.Item2.Key, StringComparison.Ordinal)));

    [Fact]
    public void A_key_with_a_mark_changed_is_another_key_or_none() => Checking.ForAll(
        from cad in Cads from at in Gen.Choose(0, 21) from mark in Gen.Elements('0', '1', '-', '/', 'x', ' ', '\0') select (cad, at, mark),
        static x =>
        {
            var changed = x.cad.Key.ToCharArray();
            changed[Math.Min(x.at, changed.Length - 1)] = x.mark;
            var key = new string(changed);
            Assert.True(!CadNumber.TryFromKey(key, out var read) || read.Key == key, $"'{key}' is read as {read}.");
        });

    [Fact]
    public void The_fields_spelling_is_that_of_the_field()
    {
        var cad = new CadNumber(4711, new DateOnly(2026, 11, 21));
        Assert.Equal("4711/21NOV26", cad.ToString());
        Assert.Equal("incident-20261121-4711", cad.Key);
        Assert.Equal("unit-AS21", CadNumber.Spell("unit-AS21"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CAD")]
    [InlineData("4711")]
    [InlineData("/21NOV26")]
    [InlineData("0/21NOV26")]
    [InlineData("-1/21NOV26")]
    [InlineData("4,711/21NOV26")]
    [InlineData("4711/31NOV26")]
    [InlineData("4711/21NOV2026")]
    [InlineData("4711/1NOV26")]
    [InlineData("4711/21-11-26")]
    [InlineData("4711 /21NOV26")]
    [InlineData("99999999999/21NOV26")]
    public void What_is_no_number_is_not_read_as_one(string? text) => Assert.False(CadNumber.TryParse(text, out _));

    [Theory]
    [InlineData("incident-20261121-0")]
    [InlineData("incident-20261121-007")]
    [InlineData("incident-20261121x4711")]
    [InlineData("incident-20261121-")]
    [InlineData("incident-20261131-1")]
    [InlineData("incident-20261121-99999999999")]
    [InlineData("incident-20261121-4711 ")]
    [InlineData("Incident-20261121-4711")]
    [InlineData("unit-20261121-4711")]
    [InlineData("")]
    public void One_incident_has_one_key(string key) => Assert.False(CadNumber.TryFromKey(key, out _));

    [Fact]
    public void No_number_is_given_twice_whichever_sites_ask() => Checking.ForAll(
        from sites in Gen.Choose(1, 6)
        from asks in Gen.Choose(0, 5).ArrayOf(200)
        select (sites, asks: asks.Select(a => a % sites).ToArray()),
        static x => Reserve(x.sites, x.asks), times: 200);

    /// <summary>One site that asks often must not run away from one that asks seldom.</summary>
    [Fact]
    public void A_site_that_asks_seldom_catches_up() => Checking.ForAll(
        from busy in Gen.Choose(1, 300) from sites in Gen.Choose(2, 6) select (busy, sites),
        static x => Reserve(x.sites, [0, 1, .. Enumerable.Repeat(0, x.busy), 1]));

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_site_outside_the_order_of_sites_is_given_none(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CadNumbers.Initial.Reserve("atlantis", index, 3, Values.Moment("00:00")));

    [Fact]
    public void A_day_begins_with_number_one_and_has_its_own_stream()
    {
        Assert.Equal("numbers-20261121", CadNumbers.KeyOf(World.Day));
        var first = CadNumbers.Initial.Reserve("lambeth", 0, 3, Values.Moment("00:00"));
        Assert.Equal(1, CadNumbers.First(first.Block));
    }

    private static void Reserve(int sites, int[] asks)
    {
        var state = CadNumbers.Initial;
        var given = new HashSet<int>();
        var highest = -1;
        foreach (var index in asks)
        {
            var site = string.Create(CultureInfo.InvariantCulture, $"site{index}");
            var reserved = state.Reserve(site, index, sites, Values.Moment("12:00"));
            for (var number = CadNumbers.First(reserved.Block); number < CadNumbers.First(reserved.Block + 1); number++)
            {
                Assert.True(given.Add(number), $"{number} is given twice.");
                Assert.Equal(index, CadNumbers.SiteIndex(number, sites));
            }

            // Never more than one round of sites behind or ahead of the highest so far.
            Assert.InRange(reserved.Block, Math.Max(0, highest - sites + 1), highest + sites);
            highest = Math.Max(highest, reserved.Block);
            state = CadNumbers.Evolve(state, reserved);
        }
    }
}
