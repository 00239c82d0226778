using Despatch.Domain;
using Despatch.EventLog;

namespace Despatch.Grains.Aggregates;

/// <summary>A fact with its place in the log.</summary>
public sealed record FoundFact(string Stream, long Version, long Position, DomainEvent Fact)
{
    /// <summary>The fact that was logged.</summary>
    /// <exception cref="EventLogException">As <see cref="EventCodec.Decode(string, ReadOnlyMemory{byte})"/>.</exception>
    public static FoundFact Of(LoggedEvent logged, EventCodec codec)
    {
        ArgumentNullException.ThrowIfNull(logged);
        ArgumentNullException.ThrowIfNull(codec);
        return new(logged.Stream, logged.Version, logged.Position, (DomainEvent)codec.Decode(logged.Name, logged.Data));
    }
}
