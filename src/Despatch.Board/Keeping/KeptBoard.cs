using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.EventLog;

namespace Despatch.Board;

/// <summary>A board as it is kept: what is open at a position, and which event stands there.</summary>
/// <param name="Position">The position up to which every fact is in it.</param>
/// <param name="Event">The hash, in hexadecimal, of the event at that position.</param>
/// <param name="Incidents">The open incidents.</param>
/// <param name="Units">The units on duty.</param>
/// <param name="Contacts">The contacts that are neither closed nor with despatch, by key.</param>
/// <param name="Markers">The markers with a task, by key.</param>
internal sealed record KeptBoard(
    long Position, string Event, ImmutableArray<IncidentState> Incidents, ImmutableArray<UnitRow> Units, ImmutableArray<KeyValuePair<string, ContactState>> Contacts,
    ImmutableArray<KeyValuePair<string, MarkerState>> Markers)
{
    /// <summary>A picture, with the hash of the event at its position.</summary>
    public static KeptBoard Of(BoardPicture picture, string hash) => new(
        picture.Position, hash, [.. picture.Incidents.Values], [.. picture.Units.Values],
        OfKind<ContactState>(picture), OfKind<MarkerState>(picture));

    private static ImmutableArray<KeyValuePair<string, TState>> OfKind<TState>(BoardPicture picture) =>
        [.. picture.Others.Where(static o => o.Value is TState).Select(static o => KeyValuePair.Create(o.Key, (TState)o.Value))];

    /// <summary>The format that this program reads and writes.</summary>
    public static string Format { get; } = "board-" + StateFormat.Of(typeof(KeptBoard));

    /// <summary>The bytes of a board: a digest of the rest, then JSON, packed.</summary>
    public byte[] ToBytes()
    {
        using var packed = new MemoryStream();
        packed.Write(new byte[SHA256.HashSizeInBytes]);
        using (var zip = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(zip, this, EventJson.Options);
        }

        var bytes = packed.ToArray();
        SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes), bytes);
        return bytes;
    }

    /// <summary>The board of these bytes; null if they are not as they were written.</summary>
    public static KeptBoard? FromBytes(byte[] bytes)
    {
        if (bytes.Length <= SHA256.HashSizeInBytes
            || !SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes)))
        {
            return null;
        }

        using var packed = new MemoryStream(bytes, SHA256.HashSizeInBytes, bytes.Length - SHA256.HashSizeInBytes, writable: false);
        using var zip = new BrotliStream(packed, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<KeptBoard>(zip, EventJson.Options);
    }
}
