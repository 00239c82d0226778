using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Commands;
using Despatch.Gateway.Identity;
using Despatch.Gateway.Refusals;
using Despatch.Gateway.Watching;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>Runs streams of entries. Thread-safe.</summary>
internal sealed class EntryStreams(Checker checker, Desk desk, Ending ending, GatewayOptions options)
{
    /// <summary>Runs one stream to its end.</summary>
    public Task RunAsync(
        IAsyncStreamReader<V1.AddEntryRequest> entries, IServerStreamWriter<V1.AddEntryReply> replies, ServerCallContext call) =>
        ending.RunAsync(ct => RunAsync(entries, replies, call, ct), call.CancellationToken);

    private async Task RunAsync(
        IAsyncStreamReader<V1.AddEntryRequest> entries, IServerStreamWriter<V1.AddEntryReply> replies, ServerCallContext call,
        CancellationToken ct)
    {
        using var items = new InOrder(options.StreamConcurrency);

        // A stream takes one message at a time.
        using var turn = new SemaphoreSlim(1);
        await items.RunAsync(entries, TakeAsync, ct);

        Task TakeAsync(V1.AddEntryRequest entry, CancellationToken end)
        {
            var check = checker.Begin();
            var command = check.Command(entry.Command, Caller.Of(call), call);
            var cad = check.Cad(entry.Cad, "cad");
            var asked = new AddEntry(check.Text(entry.Words, "words", TextChecks.WordsLength));
            return check.First is { } refusal
                ? ReplyAsync(entry, refusal, 0, end)
                : items.QueueAsync(cad.Key, () => RunAsync(entry, cad, asked, command, end), end);
        }

        async Task RunAsync(
            V1.AddEntryRequest entry, CadNumber cad, AddEntry asked, Domain.CommandContext command, CancellationToken end)
        {
            using var span = GatewayTelemetry.BeginItem("despatch.v1.Incidents/AddEntries entry");
            var answer = await desk.TryRunAsync(cad, asked, command, end);
            await ReplyAsync(entry, answer.Refusal, answer.Position, end);
        }

        async Task ReplyAsync(V1.AddEntryRequest entry, Refusal? refusal, long position, CancellationToken end)
        {
            var reply = new V1.AddEntryReply { CommandId = entry.Command?.CommandId ?? "" };
            if (refusal is null)
            {
                reply.Position = position;
            }
            else
            {
                reply.Refusal = RefusalStatus.ToWire(refusal);
            }

            await turn.WaitAsync(end);
            try
            {
                await replies.WriteAsync(reply, end);
            }
            finally
            {
                turn.Release();
            }
        }
    }
}
