using Despatch.Exercise.Events;

namespace Despatch.Exercise.Tests;

public sealed class EventFileTests
{
    private const string Header = "at,longitude,latitude,reason,kind";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Good_rows_are_read_in_the_order_of_time_with_their_line_in_the_file()
    {
        var read = Read(
            Header,
            "2019-02-01T00:24:00+00:00,-0.051651,51.538154,Controlled drugs,Person search",
            "2019-02-01T00:10:00+00:00,0.065016,51.459288,\"Drugs, \"\"hard\"\" ones\",Vehicle search");

        Assert.Empty(read.BadRows);
        Assert.Equal([3, 2], read.Events.Select(e => e.Row));
        Assert.Equal("Drugs, \"hard\" ones", read.Events[0].Reason);
        Assert.Equal(new Domain.Point(0.065016, 51.459288), read.Events[0].Point);
        Assert.Equal(new DateTimeOffset(2019, 2, 1, 0, 10, 0, TimeSpan.Zero), read.Events[0].At);
    }

    [Theory]
    [InlineData("2019-02-01T00:10:00Z,0.06,51.4,Drugs", "column-count")]
    [InlineData("2019-02-01T00:10:00Z,0.06,51.4,Drugs,Person,more", "column-count")]
    [InlineData("yesterday,0.06,51.4,Drugs,Person", "at-not-a-time")]
    [InlineData(",0.06,51.4,Drugs,Person", "at-not-a-time")]
    [InlineData("2031-02-01T00:10:00Z,0.06,51.4,Drugs,Person", "at-in-the-future")]
    [InlineData("2019-02-01T00:10:00Z,east,51.4,Drugs,Person", "longitude-not-a-number")]
    [InlineData("2019-02-01T00:10:00Z,NaN,51.4,Drugs,Person", "longitude-not-a-number")]
    [InlineData("2019-02-01T00:10:00Z,0.06,,Drugs,Person", "latitude-not-a-number")]
    [InlineData("2019-02-01T00:10:00Z,0.06,91,Drugs,Person", "off-earth")]
    [InlineData("2019-02-01T00:10:00Z,-200,51,Drugs,Person", "off-earth")]
    [InlineData("2019-02-01T00:10:00Z,51.4,0.06,Drugs,Person", "coordinates-swapped")]
    [InlineData("2019-02-01T00:10:00Z,0.06,51.4,,Person", "reason-empty")]
    [InlineData("2019-02-01T00:10:00Z,0.06,51.4,Drugs,  ", "kind-empty")]
    [InlineData("2019-02-01T00:10:00Z,0.06,51.4,Dr\uFFFDgs,Person", "reason-not-utf8")]
    [InlineData("2019-02-01T00:10:00Z,0.06,51.4,\"Drugs,Person", "quote-not-closed")]
    [InlineData("2019-02-01T00:10:00Z,0.06,51.4,\"Drugs\"x,Person", "quote-within-field")]
    public void A_broken_row_is_named_with_its_line_and_rule_and_the_rest_is_read(string row, string rule)
    {
        var read = Read(Header, row, "2019-02-01T00:10:00Z,0.06,51.4,Drugs,Person");

        var bad = Assert.Single(read.BadRows);
        Assert.Equal((2, rule), (bad.Row, bad.Rule));
        Assert.StartsWith($"row 2: {rule}: ", bad.ToString());
        Assert.Equal(3, Assert.Single(read.Events).Row);
    }

    [Fact]
    public void A_text_of_100_KB_is_refused_and_its_complaint_is_short()
    {
        var text = new string('x', 100_000);
        var read = Read(Header, $"2019-02-01T00:10:00Z,0.06,51.4,{text},Person", $"{text},0.06,51.4,a,b");

        Assert.Equal(["reason-too-long", "at-not-a-time"], read.BadRows.Select(b => b.Rule));
        Assert.All(read.BadRows, b => Assert.True(b.Text.Length < 200));
    }

    [Fact]
    public void Without_a_header_every_row_is_an_event()
    {
        var read = Read("2019-02-01T00:10:00Z,0.06,51.4,Drugs,Person", "", "2019-02-01T00:20:00Z,0.06,51.4,Drugs,Person");

        Assert.Empty(read.BadRows);
        Assert.Equal([1, 3], read.Events.Select(e => e.Row));
    }

    [Fact]
    public void A_foreign_header_is_a_broken_row() =>
        Assert.Equal("at-not-a-time", Assert.Single(Read("when,x,y,why,what").BadRows).Rule);

    [Fact]
    public void An_empty_file_has_no_events()
    {
        Assert.Empty(Read().Events);
        Assert.Empty(Read().BadRows);
    }

    [Fact]
    public void Every_reason_of_the_file_is_played_with_codes_of_the_force()
    {
        var pack = Pack.ForcePack.London;
        foreach (var reason in (string[])["Controlled drugs", "Offensive weapons", "Firearms", "Stolen goods", "anything else"])
        {
            var codes = ReplayCodes.Of(reason);
            Assert.True(pack.OpeningCodes.ContainsKey(codes.OpeningCode));
            Assert.True(pack.ResultCodes.ContainsKey(codes.ResultCode));
            Assert.NotEqual(V1.Grade.Referred, codes.Grade);
        }
    }

    private static EventFile Read(params string[] lines) => EventFile.Read(new StringReader(string.Join('\n', lines)), Now);
}
