using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Grains;
using Grpc.Core;

namespace Despatch.Gateway.Tests;

/// <summary>Entries over a stream.</summary>
public sealed class EntryStreamTests : IClassFixture<GatewayFixture>
{
    private readonly GatewayFixture _gateway;

    public EntryStreamTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_entry_runs_as_the_callers_and_is_answered_by_its_id()
    {
        using var call = _gateway.Incidents.AddEntries(GatewayFixture.AsSupervisor);
        await call.RequestStream.WriteAsync(Entry("e-1", "4711/21NOV26", "he has left"), Ct);
        var reply = await Next(call);

        Assert.Equal(("e-1", 7L), (reply.CommandId, reply.Position));
        var asked = Assert.Single(_gateway.Grains.Commands);
        Assert.Equal(("incident-20261121-4711", "e-1", new Actor("SUP1", Role.Supervisor)), (asked.Key, asked.Context.CommandId, asked.Context.By));
        Assert.Equal(new AddEntry("he has left"), asked.Command);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Ct));
    }

    [Fact]
    public async Task A_bad_entry_and_a_refused_one_leave_the_others_alone()
    {
        _gateway.Grains.Execute = asked => Task.FromResult(
            string.Equals(asked.Context.CommandId, "e-4", StringComparison.Ordinal)
                ? Answer.Refused(new Refusal(RefusalCode.IncidentUnknown, "There is no such CAD.", "cad"))
                : Answer.Done(9, asked.Key));
        using var call = _gateway.Incidents.AddEntries(GatewayFixture.AsSupervisor);
        await call.RequestStream.WriteAsync(Entry("e-2", "4711/21NOV26", ""), Ct);
        await call.RequestStream.WriteAsync(new V1.AddEntryRequest { Cad = "4711/21NOV26", Words = "no id" }, Ct);
        Assert.Equal(("e-2", "words"), Refused(await Next(call)));
        Assert.Equal(("", "command"), Refused(await Next(call)));

        await call.RequestStream.WriteAsync(Entry("e-4", "4711/21NOV26", "one"), Ct);
        Assert.Equal(("e-4", "cad"), Refused(await Next(call)));
        await call.RequestStream.WriteAsync(Entry("e-5", "4711/21NOV26", "two"), Ct);
        var reply = await Next(call);
        Assert.Equal(("e-5", 9L), (reply.CommandId, reply.Position));
    }

    [Fact]
    public async Task Entries_of_one_incident_wait_for_each_other_and_those_of_another_do_not()
    {
        var first = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.Grains.Execute = asked => string.Equals(asked.Context.CommandId, "e-6", StringComparison.Ordinal)
            ? first.Task : Task.FromResult(Answer.Done(8, asked.Key));
        using var call = _gateway.Incidents.AddEntries(GatewayFixture.AsSupervisor);
        await call.RequestStream.WriteAsync(Entry("e-6", "4711/21NOV26", "one"), Ct);
        await call.RequestStream.WriteAsync(Entry("e-7", "4711/21NOV26", "two"), Ct);
        await call.RequestStream.WriteAsync(Entry("e-8", "4712/21NOV26", "elsewhere"), Ct);

        Assert.Equal("e-8", (await Next(call)).CommandId);
        Assert.DoesNotContain(_gateway.Grains.Commands, static asked => string.Equals(asked.Context.CommandId, "e-7", StringComparison.Ordinal));
        first.SetResult(Answer.Done(5, "incident-20261121-4711"));
        Assert.Equal("e-6", (await Next(call)).CommandId);
        Assert.Equal("e-7", (await Next(call)).CommandId);
    }

    [Fact]
    public async Task A_fault_ends_the_stream_with_its_status()
    {
        _gateway.Grains.Execute = _ => Task.FromException<Answer>(new System.Data.DataException("away"));
        using var call = _gateway.Incidents.AddEntries(GatewayFixture.AsSupervisor);
        await call.RequestStream.WriteAsync(Entry("e-9", "4711/21NOV26", "one"), Ct);

        var ended = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Ct));
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
    }

    private static V1.AddEntryRequest Entry(string id, string cad, string words) =>
        new() { Command = new V1.Command { CommandId = id }, Cad = cad, Words = words };

    private static async Task<V1.AddEntryReply> Next(AsyncDuplexStreamingCall<V1.AddEntryRequest, V1.AddEntryReply> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Ct).WaitAsync(TimeSpan.FromSeconds(10), Ct));
        return call.ResponseStream.Current;
    }

    private static (string Id, string Field) Refused(V1.AddEntryReply reply) => (reply.CommandId, reply.Refusal.Field);
}
