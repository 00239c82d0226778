using Despatch.Domain.Markers;

namespace Despatch.Pack.Tests;

/// <summary>Markers in bulk from a file.</summary>
public sealed class MarkersFileTests : IDisposable
{
    private const string Header = "kind,about,subject,longitude,latitude,words,source,from,until,pod\n";

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Every_line_is_a_marker()
    {
        File.WriteAllText(
            _file,
            Header + "special-scheme,address,1 Rose Lane SE1 7AB,-0.114,51.461,he waits there,conference,2026-11-01,2027-02-01,AS\n"
            + "violence,person,Jo Doe,,,bites,a force,,,\nmental-health,phone,07700 900123,,,rings often,a ward,2026-11-01,,\n");

        var markers = ForcePack.London.ReadMarkers(_file);

        Assert.Equal(
            [SubjectKind.Address, SubjectKind.Person, SubjectKind.Phone], markers.Select(static m => m.Subject.Kind));
        Assert.Equal((14, "AS", new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero)), (markers[0].Kind.WarnDays, markers[0].Pod, markers[0].Until));
        Assert.Equal("+447700900123", markers[2].Subject.Name);
    }

    [Theory]
    [InlineData("violence,person,Jo Doe,,,bites,a force,2026-11-02,2026-11-01,", "line 2: ends-before-it-begins")]
    [InlineData("violence,person,Jo Doe,,,bites,a force,2026-11-02,2026-11-02,", "line 2: ends-before-it-begins")]
    [InlineData("alien,person,Jo Doe,,,bites,a force,,,", "line 2: unknown-kind: 'kind' is 'alien'")]
    [InlineData("violence,dog,Jo Doe,,,bites,a force,,,", "line 2: unknown-subject: 'about' is 'dog'")]
    [InlineData("violence,person,,,,bites,a force,,,", "line 2: field-empty: 'subject'")]
    [InlineData("violence,person,Jo Doe,,,,a force,,,", "line 2: field-empty: 'words'")]
    [InlineData("violence,person,Jo Doe,,,bites,,,,", "line 2: field-empty: 'source'")]
    [InlineData("violence,phone,x,,,bites,a force,,,", "line 2: telephone-number: 'subject' is 'x'")]
    [InlineData("violence,address,1 Rose Lane,-0.1,951,bites,a force,,,", "line 2: off-earth")]
    [InlineData("violence,person,Jo Doe,,,bites,a force,today,,", "line 2: not-a-day: 'from' is 'today'")]
    [InlineData("violence,person,Jo Doe,,,bites,a force,,,XX", "line 2: unknown-pod: 'pod' is 'XX'")]
    [InlineData("special-scheme,address,1 Rose Lane,,,bites,a force,,,", "line 2: no-end")]
    [InlineData("violence,person,Jo Doe", "line 2: columns")]
    public void A_line_that_breaks_a_rule_is_told_with_its_number_and_the_rule(string line, string says)
    {
        File.WriteAllText(_file, Header + line + "\n");

        var refused = Assert.Throws<PackException>(() => ForcePack.London.ReadMarkers(_file));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);
}
