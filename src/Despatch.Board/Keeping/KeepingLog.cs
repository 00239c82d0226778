using Microsoft.Extensions.Logging;

namespace Despatch.Board;

/// <summary>What keeping a board tells engineers.</summary>
internal static partial class KeepingLog
{
    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "The kept board is damaged or of another log: all of the log is read.")]
    public static partial void KeptDoesNotFit(this ILogger logger);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Warning, Message = "The kept board cannot be read: all of the log is.")]
    public static partial void KeptCannotBeRead(this ILogger logger, Exception fault);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Warning, Message = "The board cannot be kept for the next start.")]
    public static partial void CannotBeKept(this ILogger logger, Exception fault);
}
