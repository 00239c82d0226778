using Microsoft.Extensions.Logging;

namespace Despatch.Gateway.Reading;

/// <summary>What putting readings on record tells engineers.</summary>
internal static partial class ReadingLog
{
    [LoggerMessage(EventId = 1111, Level = LogLevel.Warning, Message = "Who read what could not be written yet: {Fault}")]
    public static partial void NotWritten(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1112, Level = LogLevel.Error, Message = "{Readings} readings could not be put on record before the end.")]
    public static partial void Lost(this ILogger logger, int readings);
}
