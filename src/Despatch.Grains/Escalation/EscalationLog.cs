using Microsoft.Extensions.Logging;

namespace Despatch.Grains.Escalation;

/// <summary>What raising deadlines tells engineers.</summary>
internal static partial class EscalationLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "The deadline of {Incident} could not be raised by its grain: {Fault}")]
    public static partial void NotRaisedByItsGrain(this ILogger logger, string incident, string fault);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Debug, Message = "Pod {Pod} could not be touched: {Fault}")]
    public static partial void NotTouched(this ILogger logger, string pod, string fault);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "The deadline of {Incident} could not be raised.")]
    public static partial void NotRaised(this ILogger logger, Exception fault, string incident);
}
