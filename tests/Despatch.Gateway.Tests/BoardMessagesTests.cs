using Despatch.Board;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Gateway.Watching;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.Tests;

/// <summary>What one client of the board is sent.</summary>
public sealed class BoardMessagesTests
{
    [Fact]
    public void A_large_picture_comes_in_parts_and_only_the_last_can_be_resumed_from()
    {
        var incidents = Enumerable.Range(1, 200).Select(n => Incident(n, "AS", new string('x', 16_000))).ToList();

        var messages = BoardMessages.Of(incidents.Select(ToWire.Incident), [], 42, snapshot: true).ToList();

        Assert.True(messages.Count > 5);
        Assert.All(messages, m => Assert.True(m.CalculateSize() < 1024 * 1024));
        Assert.Equal([true, .. Enumerable.Repeat(false, messages.Count - 1)], messages.Select(m => m.Snapshot));
        Assert.Equal([.. Enumerable.Repeat(0L, messages.Count - 1), 42], messages.Select(m => m.Position));
        Assert.Equal(200, messages.SelectMany(m => m.Incidents).Select(i => i.Cad).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void An_incident_that_leaves_the_pod_is_told_once_more()
    {
        var filter = Watching("AS", resumes: false);
        Assert.True(filter.Passes(Changed(1, "AS")));
        Assert.True(filter.Passes(Changed(1, "SE")));
        Assert.False(filter.Passes(Changed(1, "SE")));
        Assert.False(filter.Passes(Changed(2, "SE")));
        Assert.True(filter.Passes(Changed(2, "AS")));
    }

    [Fact]
    public void After_a_resumption_an_incident_elsewhere_is_told_once_since_it_may_have_left()
    {
        var filter = Watching("AS", resumes: true);
        Assert.True(filter.Passes(Changed(1, "SE")));
        Assert.False(filter.Passes(Changed(1, "SE")));
        Assert.True(filter.Passes(Changed(1, "AS")));
        Assert.True(filter.Passes(Changed(1, "SE")));
    }

    [Fact]
    public void After_a_snapshot_it_is_known_what_was_shown()
    {
        var filter = Watching("AS", resumes: true);
        var shown = Incident(1, "AS", "");
        var (incidents, _) = filter.Of(BoardPicture.Empty with { Incidents = BoardPicture.Empty.Incidents.Add(shown.Key, shown) });

        Assert.Equal([shown], incidents);
        Assert.False(filter.Passes(Changed(2, "SE")));
        Assert.True(filter.Passes(Changed(1, "SE")));
    }

    [Fact]
    public void An_incident_of_another_pod_is_told_while_units_of_this_one_are_asked_for_and_once_more_after_that()
    {
        var filter = Watching("AS", resumes: false);
        Assert.True(filter.Passes(new BoardChange.IncidentChanged(1, Incident(1, "SE", "offered"))));
        Assert.True(filter.Passes(Changed(1, "SE")));
        Assert.False(filter.Passes(Changed(1, "SE")));
    }

    private static PodFilter Watching(string pod, bool resumes) =>
        new(new HashSet<string>([pod], StringComparer.Ordinal), withFixes: true, resumes, (incident, pods) => incident.Words is "offered" && pods.Contains("AS"));

    private static BoardChange.IncidentChanged Changed(int number, string pod) => new(number, Incident(number, pod, ""));

    private static IncidentState Incident(int number, string pod, string words) =>
        IncidentState.Initial with { Cad = Facts.Cad(number), Place = new Place(null, "", "", pod), Words = words };
}
