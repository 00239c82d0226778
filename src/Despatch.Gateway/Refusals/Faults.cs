using System.Data;
using Despatch.EventLog;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Despatch.Gateway.Refusals;

/// <summary>What exceptions become on the wire. A client learns what it can do about it, never what broke inside.</summary>
internal static partial class Faults
{
    /// <summary>
    /// Whether a grain call failed on its way: it may or may not have been carried out, and the same command may be sent again.
    /// </summary>
    public static bool IsLostCall(Exception exception) =>
        exception is TimeoutException or OrleansMessageRejectionException or ConnectionFailedException;

    /// <summary>The end of a call that failed, logged if somebody must look at it.</summary>
    public static RpcException ToRpc(Exception exception, ServerCallContext call, DateTimeOffset now, ILogger logger)
    {
        switch (exception)
        {
            case RpcException rpc:
                return rpc;
            case OperationCanceledException when call.CancellationToken.IsCancellationRequested:
                return call.Deadline.ToUniversalTime() <= now.UtcDateTime
                    ? Ends(StatusCode.DeadlineExceeded, "The call's deadline has passed.")
                    : Ends(StatusCode.Cancelled, "The client has left.");
            case IOException:
                // Only the client's stream is read and written here: the log's faults are its own. It may be told before the cancellation is.
                StreamBroke(logger, exception, call.Method);
                return Ends(StatusCode.Cancelled, "The client has left.");
            case EventLogException { Code: EventLogFault.DiskFull } or ReadOnlyException:
                LogIsFull(logger, exception, call.Method);
                return Ends(StatusCode.ResourceExhausted, "The log's disk is full: nothing was written. Once there is room, send the same command again.");
            case EventLogException { IsTransient: true } or DataException:

                // A grain tells the same as a DataException: our own exceptions do not cross silos.
                LogIsAway(logger, exception, call.Method);
                return Ends(StatusCode.Unavailable, "The log cannot be reached just now: send the same command again.");
            case var lost when IsLostCall(lost):
                NoSiloAnswered(logger, exception, call.Method);
                return Ends(StatusCode.Unavailable, "No silo answered in time: send the same command again.");
            default:
                Failed(logger, exception, call.Method);
                return Ends(StatusCode.Internal, "Something broke inside the gateway; its log says what.");
        }
    }

    private static RpcException Ends(StatusCode code, string message) => new(new Status(code, message));

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "{Method}: the client's stream broke.")]
    private static partial void StreamBroke(ILogger logger, Exception exception, string method);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "{Method}: the log cannot take it just now.")]
    private static partial void LogIsAway(ILogger logger, Exception exception, string method);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Error, Message = "{Method}: the log's disk is full.")]
    private static partial void LogIsFull(ILogger logger, Exception exception, string method);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "{Method}: no silo answered.")]
    private static partial void NoSiloAnswered(ILogger logger, Exception exception, string method);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error, Message = "{Method} failed.")]
    private static partial void Failed(ILogger logger, Exception exception, string method);
}
