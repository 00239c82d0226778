using System.Text.Json;

#pragma warning disable IDE0130 // The package System.Memory.Data puts it there, too, and upstream brings that package along.
namespace System;
#pragma warning restore IDE0130

/// <summary>Bytes that are never changed.</summary>
public class BinaryData(byte[] data)
{
    public static BinaryData FromObjectAsJson<T>(T jsonSerializable, JsonSerializerOptions? options = null) =>
        new(JsonSerializer.SerializeToUtf8Bytes(jsonSerializable, options));

    public T? ToObjectFromJson<T>(JsonSerializerOptions? options = null) => JsonSerializer.Deserialize<T>(data, options);

    public byte[] ToArray() => [.. data];
}
