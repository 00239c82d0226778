using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.EventLog;
using Despatch.Gateway.Tests.Fakes;
using Despatch.Grains;
using Grpc.Core;
using Orleans.Runtime;

namespace Despatch.Gateway.Tests;

/// <summary>Commands on their way to grains and back.</summary>
public sealed class CommandTests : IClassFixture<GatewayFixture>
{
    private readonly GatewayFixture _gateway;

    public CommandTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    private FakeGrains Grains => _gateway.Grains;

    [Fact]
    public async Task A_command_reaches_its_grain_with_its_id_its_deadline_and_who_asks()
    {
        var before = TimeProvider.System.GetUtcNow();
        var reply = await _gateway.Incidents.AddEntryAsync(Entry("id-1"), GatewayFixture.AsSupervisor);

        var asked = Assert.Single(Grains.Commands);
        Assert.Equal(7, reply.Position);
        Assert.Equal("incident-20261121-4711", asked.Key);
        Assert.Equal(new AddEntry("he has left"), asked.Command);
        Assert.Equal("id-1", asked.Context.CommandId);
        Assert.Equal(new Actor("SUP1", Role.Supervisor), asked.Context.By);
        Assert.InRange(asked.Context.Deadline, before.AddSeconds(10), before.AddSeconds(40));
    }

    [Fact]
    public async Task The_calls_own_deadline_limits_the_commands()
    {
        var deadline = DateTime.UnixEpoch.AddMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).AddSeconds(5);
        await _gateway.Incidents.AddEntryAsync(Entry("id-2"), GatewayFixture.AsSupervisor.WithDeadline(deadline));

        Assert.InRange(Assert.Single(Grains.Commands).Context.Deadline.UtcDateTime, deadline.AddSeconds(-5), deadline.AddSeconds(1));
    }

    [Fact]
    public async Task A_refusal_comes_back_as_a_status_with_its_details()
    {
        Grains.Execute = _ => Task.FromResult(Answer.Refused(new Refusal(RefusalCode.IncidentClosed, "CAD 1 is closed.", "cad")));

        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await _gateway.Incidents.AddEntryAsync(Entry("id-3"), GatewayFixture.AsSupervisor));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Equal("CAD 1 is closed.", refused.Status.Detail);
        var details = V1.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal("incident-closed", details.Details[0].Unpack<V1.Refusal>().Code);
    }

    [Fact]
    public async Task A_call_that_was_lost_is_sent_again_under_the_same_id()
    {
        var lost = 2;
        Grains.Execute = asked => Interlocked.Decrement(ref lost) >= 0
            ? throw new SiloUnavailableException("gone")
            : Task.FromResult(Answer.Done(9, asked.Key));

        var reply = await _gateway.Incidents.AddEntryAsync(Entry("id-4"), GatewayFixture.AsSupervisor);

        Assert.Equal(9, reply.Position);
        Assert.Equal(3, Grains.Commands.Count);
        Assert.All(Grains.Commands, asked => Assert.Equal("id-4", asked.Context.CommandId));
    }

    [Fact]
    public async Task A_call_that_nobody_answers_is_sent_again_long_before_the_deadline()
    {
        var silent = new TaskCompletionSource<Answer>();
        var first = 1;
        Grains.Execute = asked => Interlocked.Decrement(ref first) >= 0 ? silent.Task : Task.FromResult(Answer.Done(9, asked.Key));

        var before = TimeProvider.System.GetTimestamp();
        var reply = await _gateway.Incidents.AddEntryAsync(Entry("id-silent"), GatewayFixture.AsSupervisor);

        Assert.Equal(9, reply.Position);
        Assert.All(Grains.Commands, asked => Assert.Equal("id-silent", asked.Context.CommandId));
        Assert.InRange(TimeProvider.System.GetElapsedTime(before), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_call_that_stays_lost_until_its_deadline_is_unavailable()
    {
        Grains.Execute = _ => throw new TimeoutException("no answer");
        var request = Entry("id-5");
        request.Command.Deadline = Wire.ToWire.Time(TimeProvider.System.GetUtcNow().AddSeconds(1));

        var failed = await Assert.ThrowsAsync<RpcException>(
            async () => await _gateway.Incidents.AddEntryAsync(request, GatewayFixture.AsSupervisor));

        Assert.Equal(StatusCode.Unavailable, failed.StatusCode);
    }

    [Fact]
    public async Task What_breaks_inside_is_internal_and_not_told()
    {
        Grains.Execute = _ => throw new InvalidOperationException("secret");
        var broken = await Assert.ThrowsAsync<RpcException>(
            async () => await _gateway.Incidents.AddEntryAsync(Entry("id-6"), GatewayFixture.AsSupervisor));
        Grains.Execute = _ => throw new EventLogException(EventLogFault.StoreBusy, isTransient: true, "secret");
        var busy = await Assert.ThrowsAsync<RpcException>(
            async () => await _gateway.Incidents.AddEntryAsync(Entry("id-7"), GatewayFixture.AsSupervisor));

        Assert.Equal((StatusCode.Internal, StatusCode.Unavailable), (broken.StatusCode, busy.StatusCode));
        Assert.DoesNotContain("secret", broken.Status.Detail + busy.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_without_a_place_goes_to_the_pod_where_the_network_says_the_phone_is()
    {
        var request = new V1.RecordContactRequest
        {
            Command = new V1.Command { CommandId = "c-1" },
            Channel = V1.Channel._999,
            Silent = true,
            NetworkLocation = new V1.NetworkLocation
            {
                Point = new V1.Point { Longitude = -0.1426, Latitude = 51.5390 }, RadiusMetres = 800,
            },
        };

        var response = await _gateway.Contacts.RecordAsync(request, GatewayFixture.AsSupervisor);

        var record = Assert.IsType<RecordContact>(Assert.Single(Grains.Commands).Command);
        Assert.Equal("contact-c-1", response.ContactId);
        Assert.Equal(new Place(null, "", "", "CN"), record.Place);
    }

    [Fact]
    public async Task An_incident_without_a_place_is_opened_all_the_same_and_gets_the_answers_number()
    {
        Grains.Execute = _ => Task.FromResult(Answer.Done(3, "incident-20261121-12"));
        var request = new V1.OpenIncidentRequest
        {
            Command = GatewayFixture.Command(), OpeningCode = "01", Words = "help", Grade = V1.Grade.Immediate, Pod = "NE",
        };

        var response = await _gateway.Incidents.OpenAsync(request, GatewayFixture.AsSupervisor);

        Assert.Equal("12/21NOV26", response.Cad);
        var open = Assert.IsType<OpenIncident>(Assert.Single(Grains.Commands).Command);
        Assert.Equal(new OpenIncident("01", "help", new Place(null, "", "", "NE"), "", Grade.Immediate), open);
    }

    [Fact]
    public async Task A_unit_of_the_roster_books_on_with_what_the_roster_says()
    {
        var roster = Pack.ForcePack.London.Force.Roster.First(u => u.Ward is not null);
        var request = new V1.BookOnRequest
        {
            Command = GatewayFixture.Command(), Callsign = roster.Callsign, Crew = { new V1.CrewMember { Number = "77", Name = "PC A" } },
        };

        await _gateway.Units.BookOnAsync(request, GatewayFixture.AsSupervisor);

        var bookOn = Assert.IsType<BookOn>(Assert.Single(Grains.Commands).Command);
        Assert.Equal((roster.Kind, roster.Pod, roster.Ward, roster.Base), (bookOn.Kind, bookOn.Pod, bookOn.Ward, bookOn.Base));
        Assert.Equal(roster.Skills, bookOn.Skills);
        Assert.Equal([new CrewMember("77", "PC A")], bookOn.Crew);
    }

    [Fact]
    public async Task What_nobody_has_is_not_found()
    {
        var incident = await Assert.ThrowsAsync<RpcException>(
            async () => await _gateway.Incidents.GetAsync(new V1.GetIncidentRequest { Cad = "9/21NOV26" }, GatewayFixture.AsSupervisor));
        var history = await Assert.ThrowsAsync<RpcException>(
            async () => await _gateway.Incidents.HistoryAsync(new V1.HistoryRequest { Cad = "9/21NOV26" }, GatewayFixture.AsSupervisor));
        var unit = await Assert.ThrowsAsync<RpcException>(
            async () => await _gateway.Units.GetAsync(new V1.GetUnitRequest { Callsign = "ZZ1" }, GatewayFixture.AsSupervisor));
        var nobody = new V1.GetContactRequest { ContactId = "contact-9" };
        var contact = await Assert.ThrowsAsync<RpcException>(
            async () => await _gateway.Contacts.GetAsync(nobody, GatewayFixture.AsSupervisor));

        Assert.All([incident, history, unit, contact], e => Assert.Equal(StatusCode.NotFound, e.StatusCode));
    }

    private static V1.AddEntryRequest Entry(string id) =>
        new() { Command = new V1.Command { CommandId = id }, Cad = "4711/21NOV26", Words = "he has left" };
}
