using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Units;
using Orleans;

namespace Despatch.Grains.Aggregates;

/// <summary>Which grain a stream belongs to.</summary>
internal static class Neighbours
{
    /// <summary>The grain of a stream that can be late.</summary>
    public static IClockedGrain Clocked(IGrainFactory grains, string stream) =>
        stream.StartsWith(ContactState.KeyPrefix, StringComparison.Ordinal)
            ? grains.GetGrain<IContactGrain>(stream)
            : stream.StartsWith(MarkerState.KeyPrefix, StringComparison.Ordinal) ? grains.GetGrain<IMarkerGrain>(stream)
            : grains.GetGrain<IIncidentGrain>(stream);

    /// <summary>
    /// Tells the stream's grain that its stream has moved on. A grain that misses it is not wrong for long: its next command meets
    /// a conflict, and reads the tail.
    /// </summary>
    public static void Tell(IGrainFactory grains, string stream, long version)
    {
        // One-way: nothing comes back to wait for.
        _ = stream switch
        {
            _ when stream.StartsWith(UnitState.KeyPrefix, StringComparison.Ordinal) => grains.GetGrain<IUnitGrain>(stream).Appended(version),
            _ when stream.StartsWith(ContactState.KeyPrefix, StringComparison.Ordinal) => grains.GetGrain<IContactGrain>(stream).Appended(version),
            _ when stream.StartsWith(MarkerState.KeyPrefix, StringComparison.Ordinal) => grains.GetGrain<IMarkerGrain>(stream).Appended(version),
            _ when CadNumber.TryFromKey(stream, out _) => grains.GetGrain<IIncidentGrain>(stream).Appended(version),
            _ => throw new ArgumentException($"'{stream}' belongs to no aggregate.", nameof(stream)),
        };
    }
}
