using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.EventLog;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>Pods sweep their deadlines; what is due is raised once, whoever dies and whoever else sweeps.</summary>
public sealed class SweepTests : IAsyncLifetime
{
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    private readonly SweptCluster _cluster = new();
    private readonly Desk _desk;

    public SweepTests() => _desk = new Desk(_cluster);

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task What_is_due_is_raised_with_what_was_tried_and_nothing_before_its_time()
    {
        var first = await _desk.Opened(Grade.Immediate);
        _cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await _desk.Opened(Grade.Immediate);
        _cluster.Clock.Advance(TwoMinutes - TimeSpan.FromSeconds(1));

        await _cluster.Until(() => _cluster.Escalations(first).Count > 0);

        var raised = Assert.Single(_cluster.Escalations(first));
        Assert.Equal((EscalationClock.NoUnit, 1, "despatcher"), (raised.Clock, raised.Step, raised.Rung));
        Assert.Equal(_cluster.Clock.GetUtcNow(), raised.Due);
        Assert.Equal(Actor.System, raised.By);
        Assert.Contains("Nobody can be sent.", raised.Tried, StringComparison.Ordinal);
        Assert.NotNull(_cluster.Store.Command(RaiseEscalation.Of(new(raised.Clock, raised.Step, raised.Due, TestForce.Policy.Ladder[0]), "x").IdFor(first)));
        Assert.Empty(_cluster.Escalations(second));
    }

    [Fact]
    public async Task A_silent_call_that_nobody_rings_back_is_told_of_until_it_goes_to_despatch()
    {
        var contact = await _desk.SilentCall();
        _cluster.Clock.Advance(TwoMinutes);
        await _cluster.Until(() => Told(contact).Count == 1);
        Assert.Equal("despatcher", Told(contact)[0].Rung);

        _cluster.Clock.Advance(TimeSpan.FromMinutes(15));
        await _cluster.Until(() => Told(contact).Count == 2);
        Assert.Equal("duty-officer", Told(contact)[1].Rung);

        var cad = Desk.Done(await _desk.Contact(contact, new TransferContact("", "01", Grade.Immediate))).Key;
        _cluster.Clock.Advance(TimeSpan.FromMinutes(15));
        await _cluster.Until(() => _cluster.Escalations(cad).Count > 0);
        Assert.Equal(2, Told(contact).Count);

        IReadOnlyList<ContactEscalated> Told(string key) => [.. _cluster.Facts(key).OfType<ContactEscalated>()];
    }

    [Fact]
    public async Task A_special_scheme_that_is_about_to_end_is_told_of_until_it_is_extended_or_withdrawn()
    {
        var key = MarkerState.KeyPrefix + Desk.NextId();
        var grain = _cluster.Client.GetGrain<IMarkerGrain>(key);
        var ends = _cluster.Clock.GetUtcNow().AddDays(14);
        var subject = new MarkerSubject(SubjectKind.Address, "1 Rose Lane", null);
        var scheme = new MarkerKind("special-scheme", Grade.Immediate, 14);
        Desk.Done(await grain.Execute(new AddMarker(scheme, subject, "he waits there", "conference", null, ends, "AS"), _desk.Context()));
        _cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        await _cluster.Until(() => Told().Count == 1);
        Assert.Contains("contact the person", Told()[0].Tried, StringComparison.Ordinal);

        Desk.Done(await grain.Execute(new ContactSubject("she wants it to stay"), _desk.Context()));
        _cluster.Clock.Advance(TimeSpan.FromDays(1));
        await _cluster.Until(() => Told().Count == 2);
        Assert.Equal("duty-officer", Told()[1].Rung);

        Desk.Done(await grain.Execute(new ExtendMarker(ends.AddMonths(3), "she asked"), _desk.Context()));
        Assert.Null(Deadlines.Next((await grain.Peek(long.MaxValue)).State, TestForce.Policy) is { } next && next.Due < ends ? next : null);

        IReadOnlyList<MarkerEscalated> Told() => [.. _cluster.Facts(key).OfType<MarkerEscalated>()];
    }

    [Fact]
    public async Task What_was_tried_names_the_units_that_were_looked_at()
    {
        var busy = await _desk.Opened(Grade.Immediate);
        var callsign = await _desk.OnPatrol();
        await _desk.Assign(busy, callsign);
        var cad = await _desk.Opened(Grade.Immediate);
        Desk.Done(await _desk.Incident(cad, new Locate(new Place(new Point(-0.11, 51.49), "", "Lambeth", "AS"))));
        _cluster.Clock.Advance(TwoMinutes);

        await _cluster.Until(() => _cluster.Escalations(cad).Count > 0);

        Assert.Contains(callsign, _cluster.Escalations(cad)[0].Tried, StringComparison.Ordinal);
        Assert.Empty(_cluster.Escalations(busy));
    }

    [Fact]
    public async Task It_goes_on_being_raised_until_somebody_acts()
    {
        var cad = await _desk.Opened(grade: null);
        for (var step = 1; step <= 3; step++)
        {
            _cluster.Clock.Advance(TimeSpan.FromMinutes(step == 1 ? 5 : 15));
            var count = step;
            await _cluster.Until(() => _cluster.Escalations(cad).Count == count);
            Desk.Done(await _desk.Incident(cad, new AcknowledgeEscalation("seen")));
        }

        Assert.Equal(["despatcher", "duty-officer", "duty-officer"], _cluster.Escalations(cad).Select(e => e.Rung), StringComparer.Ordinal);
        Desk.Done(await _desk.Incident(cad, new GiveGrade(Grade.Referred, "")));
        Assert.Null(Deadlines.Next(await _desk.IncidentOf(cad), TestForce.Policy));
    }

    [Fact]
    public async Task However_many_ask_at_once_a_deadline_is_raised_once()
    {
        var cad = await _desk.Opened(Grade.Immediate, site: 1);
        var grain = _cluster.Client.GetGrain<IIncidentGrain>(cad);
        Desk.Refused(RefusalCode.NoEscalation, await grain.RaiseDue("too early"));
        _cluster.Clock.Advance(TwoMinutes + TimeSpan.FromSeconds(5));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => grain.RaiseDue($"asked {i}")));
        await _cluster.Until(() => _cluster.Escalations(cad).Count > 0);

        Assert.All(answers, a => Assert.True(a.Refusal is null or { Code: RefusalCode.NoEscalation }, a.Refusal?.Message));
        Assert.Single(_cluster.Escalations(cad));
    }

    [Fact]
    public async Task A_pod_whose_silo_is_gone_is_swept_elsewhere()
    {
        var cad = await _desk.Opened(Grade.Immediate);
        await _cluster.Silos.StopSiloAsync(_cluster.Named("lambeth-1"));
        _cluster.Clock.Advance(TwoMinutes);

        await _cluster.Until(() => _cluster.Escalations(cad).Count > 0);

        Assert.Single(_cluster.Escalations(cad));
    }

    [Fact]
    public async Task An_incident_whose_grain_does_not_answer_is_raised_by_another_silo_s_watch()
    {
        var cad = await _desk.Opened(Grade.Immediate);
        var stuck = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        _cluster.Logs["lambeth-1"].Appending = async (request, commit) =>
        {
            reached.TrySetResult();
            await stuck.Task;
            return commit();
        };
        _cluster.Clock.Advance(TwoMinutes);
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        _cluster.Clock.Advance(TimeSpan.FromSeconds(1));

        await _cluster.Until(() => _cluster.Escalations(cad).Count > 0);
        stuck.SetResult();

        Desk.Done(await _desk.Incident(cad, new AddEntry("the grain is back")));
        Assert.Single(_cluster.Escalations(cad));
    }

    [Fact]
    public async Task After_all_silos_were_gone_deadlines_are_derived_from_the_log_again()
    {
        var old = new SweptCluster { Store = _cluster.Store, Clock = _cluster.Clock };
        await old.InitializeAsync();
        var cad = await new Desk(old).Opened(Grade.Immediate);
        await old.DisposeAsync();
        await _cluster.DisposeAsync();
        _cluster.Clock.Advance(TwoMinutes);

        var next = new SweptCluster { Store = _cluster.Store, Clock = _cluster.Clock };
        await next.InitializeAsync();
        await next.Until(() => next.Escalations(cad).Count > 0);
        await next.DisposeAsync();

        Assert.Equal(1, Assert.Single(next.Escalations(cad)).Step);
    }
}
