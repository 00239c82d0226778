using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>What a server says of its calls.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 9001, Level = LogLevel.Information, Message = "Error status code '{Code}' with detail '{Detail}' raised.")]
    public static partial void LogStatus(this ILogger logger, Exception? e, StatusCode code, string detail);

    [LoggerMessage(EventId = 9002, Level = LogLevel.Error, Message = "Error when executing service method '{Method}'.")]
    public static partial void LogFailure(this ILogger logger, Exception e, string method);

    [LoggerMessage(EventId = 9003, Level = LogLevel.Debug, Message = "The client ended the call to '{Method}'.")]
    public static partial void LogAborted(this ILogger logger, string method);

    [LoggerMessage(EventId = 9004, Level = LogLevel.Debug, Message = "The call to '{Method}' ended as its deadline passed.")]
    public static partial void LogLate(this ILogger logger, Exception e, string method);
}
