using Despatch.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Exercise.Clients;

/// <summary>
/// Writes one person's entries over a stream that is held open, as careful as <see cref="CommandClient"/>: an entry that is not answered,
/// since the stream broke or its gateway stopped, is sent again under the same id on a stream to another gateway. One entry at a time: for
/// one caller.
/// </summary>
public sealed class EntryStream(CommandClient client, Person by) : IDisposable
{
    private Gateway? _gateway;
    private AsyncDuplexStreamingCall<AddEntryRequest, AddEntryReply>? _call;

    /// <summary>Writes an entry. A refusal is an answer; a failure that lasted as long as the entry's deadline is an RpcException.</summary>
    public async Task<Answer<AddEntryReply>> AddAsync(string cad, string words, CancellationToken cancel)
    {
        var began = client.Time.GetTimestamp();
        var deadline = client.Time.GetUtcNow() + client.Options.CommandLife;
        var command = new Command { CommandId = client.NewCommandId(), Deadline = Timestamp.FromDateTimeOffset(deadline) };
        var reply = await SendAsync(new AddEntryRequest { Command = command, Cad = cad, Words = words }, deadline, cancel);
        var took = client.Time.GetElapsedTime(began);
        if (reply.OutcomeCase == AddEntryReply.OutcomeOneofCase.Refusal)
        {
            client.Tally.CountRefusal("AddEntry", reply.Refusal.Code, took);
            return new Answer<AddEntryReply>(reply.Refusal);
        }

        client.Tally.CountCommand(took);
        client.Options.OnAccepted?.Invoke("AddEntry", command.CommandId);
        return new Answer<AddEntryReply>(reply);
    }

    /// <summary>All is said: the stream ends well.</summary>
    public async Task CompleteAsync()
    {
        if (_call is { } call)
        {
            await call.RequestStream.CompleteAsync();
            await call.ResponseStream.MoveNext(CancellationToken.None);
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _call?.Dispose();
        (_call, _gateway) = (null, null);
    }

    private async Task<AddEntryReply> SendAsync(AddEntryRequest entry, DateTimeOffset deadline, CancellationToken cancel)
    {
        var pause = client.Options.FirstPause;
        while (true)
        {
            RpcException? failure = null;
            var since = client.Time.GetTimestamp();
            try
            {
                _gateway ??= client.NextGateway();
                _call ??= _gateway.Incidents.AddEntries(new CallOptions(client.HeadersOf(by)));
                await _call.RequestStream.WriteAsync(entry, CancellationToken.None);
                if (await _call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(client.Options.Attempt, client.Time, cancel))
                {
                    _gateway.AnsweredAt = client.Time.GetTimestamp();
                    return _call.ResponseStream.Current;
                }
            }
            catch (RpcException broke)
            {
                failure = broke;
            }
            catch (TimeoutException late)
            {
                failure = new RpcException(new Status(StatusCode.DeadlineExceeded, "The entry was not answered in time.", late));
            }
            catch (InvalidOperationException) when (!cancel.IsCancellationRequested)
            {
                // The gateway has ended the stream, as one that stops does.
            }

            failure ??= new RpcException(new Status(StatusCode.Unavailable, "The gateway ended the stream."));
            var isCutOff = failure.StatusCode == StatusCode.Cancelled;
            if ((!isCutOff && !CommandClient.MayPass(failure)) || client.Time.GetUtcNow() + pause >= deadline)
            {
                client.Tally.CountFault("AddEntry", failure.StatusCode.ToString());
                throw failure;
            }

            client.SetAside(_gateway!, failure, since);
            Dispose();
            client.Tally.CountRetry();
            await Task.Delay(pause, client.Time, cancel);
            pause = CommandClient.Longer(pause);
        }
    }
}
