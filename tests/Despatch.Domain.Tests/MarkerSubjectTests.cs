using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Risk;
using Despatch.Domain.Tests.Support;

namespace Despatch.Domain.Tests;

/// <summary>Whom or what markers are about, and which incidents are told.</summary>
public sealed class MarkerSubjectTests
{
    private static readonly Point Here = new(-0.1, 51.5);
    private static readonly Point Far = new(-0.1, 51.52);

    [Theory]
    [InlineData(SubjectKind.Phone, "+447700900123", "07700 900123", true)]
    [InlineData(SubjectKind.Phone, "+447700900123", "+447700900124", false)]
    [InlineData(SubjectKind.Person, "Jo Doe", "jo DOE", true)]
    [InlineData(SubjectKind.Person, "Jo Doe", "Jack Doe", false)]
    [InlineData(SubjectKind.Address, "1 Rose Lane", "1, rose lane", true)]
    [InlineData(SubjectKind.Address, "1 Rose Lane", "1 Rose Ln", true)]
    [InlineData(SubjectKind.Address, "1 Rose Lane", "1 Rose Road", false)]
    [InlineData(SubjectKind.Address, "Flat 2, 14 High St, SE13 5AB", "flat 2 14 high street se13 5ab", true)]
    [InlineData(SubjectKind.Address, "Flat 2, 14 High St, SE13 5AB", "Flat 3, 14 High St, SE13 5AB", false)]
    [InlineData(SubjectKind.Address, "Flat 2, 14 High St, SE13 5AB", "14 High St, SE13 5AB", true)]
    [InlineData(SubjectKind.Address, "Rose Cottage", "rose cottage", true)]
    public void The_same_is_found_however_it_was_written_down(SubjectKind kind, string one, string other, bool same)
    {
        var (a, b) = (new MarkerSubject(kind, one, null), new MarkerSubject(kind, other, null));
        Assert.Equal((same, same), (a.IsSame(b), b.IsSame(a)));
        Assert.True(!same || a.Tags().Intersect(b.Tags(), StringComparer.Ordinal).Any(), $"{one} and {other} share no tag.");
    }

    [Fact]
    public void Two_addresses_of_the_same_words_far_apart_are_two()
    {
        var one = new MarkerSubject(SubjectKind.Address, "14 High Street", Here);
        Assert.False(one.IsSame(new MarkerSubject(SubjectKind.Address, "14 High Street", Far)));
        Assert.True(one.IsSame(new MarkerSubject(SubjectKind.Address, "14 High St", Here)));
    }

    [Fact]
    public void Nobody_and_nothing_is_found_under_no_tag() =>
        Assert.All(Enum.GetValues<SubjectKind>(), static kind => Assert.Empty(new MarkerSubject(kind, " - ", null).Tags()));

    [Fact]
    public void An_incident_is_told_of_markers_that_are_new_to_it_and_of_no_others()
    {
        var marker = new FoundMarker(
            "marker-1", new MarkerKind("violence", null, 0), new MarkerSubject(SubjectKind.Phone, "+447700900123", null), "armed", "a force",
            Values.Moment("00:00"), null);
        var open = new OpenIncident("01", "help", new Place(null, "", "", "AS"), "+447700900123", null);
        var key = Names.Stream("cad1");
        var by = new Actor("ch", Role.CallHandler);
        var now = Values.Moment("10:00");

        var opened = RiskDecisions.WithMarkers(IncidentDecisions.Decide(key, IncidentState.Initial, open, by, now), [marker], [], now);
        var world = World.Empty.After(opened);
        Assert.Equal([marker], world.Incident(key).Risk.Markers);

        var check = new RecordCheck("pnd", null, "nothing");
        Decision Told(params ImmutableArray<FoundMarker> found) =>
            RiskDecisions.WithMarkers(world.Decide(key, check, by, now), found, [world.Incident(key)], now);
        Assert.Single(Assert.IsType<Decision.Accepted>(Told(marker)).Changes.Single().Events);
        var longer = marker with { Until = Values.Moment("12:00") };
        Assert.Equal([longer], world.After(Told(longer)).Incident(key).Risk.Markers);
    }
}
