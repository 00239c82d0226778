using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orleans.Serialization;

/// <summary>Bytes being written; lengths may be filled in afterwards. One is kept for each thread.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>
{
    [ThreadStatic]
    private static FrameBuffer? _cached;

    private byte[] _bytes = new byte[4096];

    public int Position { get; private set; }

    public static FrameBuffer Rent()
    {
        var buffer = _cached ?? new FrameBuffer();
        _cached = null;
        buffer.Position = 0;
        return buffer;
    }

    public byte[] ToArrayAndReturn()
    {
        var frame = _bytes.AsSpan(0, Position).ToArray();
        _cached = this;
        return frame;
    }

    public void Advance(int count) => Position += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return _bytes.AsMemory(Position);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return _bytes.AsSpan(Position);
    }

    public void WriteByte(byte value)
    {
        Reserve(1);
        _bytes[Position++] = value;
    }

    public void WriteInt(int value)
    {
        Reserve(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(Position), value);
        Position += sizeof(int);
    }

    public void WriteLong(long value)
    {
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(Position), value);
        Position += sizeof(long);
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteInt(value.Length);
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(Position));
        Position += value.Length;
    }

    public void WriteText(string value) => WriteBytes(Encoding.UTF8.GetBytes(value));

    public void WriteLengthAt(int position) =>
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position), Position - position - sizeof(int));

    private void Reserve(int count)
    {
        if (_bytes.Length - Position < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Position + count));
        }
    }
}

/// <summary>Reads what a <see cref="FrameBuffer"/> wrote.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> bytes)
{
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    public byte ReadByte()
    {
        var value = Rest[0];
        Rest = Rest[1..];
        return value;
    }

    public int ReadInt()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(Rest);
        Rest = Rest[sizeof(int)..];
        return value;
    }

    public long ReadLong()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(Rest);
        Rest = Rest[sizeof(long)..];
        return value;
    }

    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadInt();
        var value = Rest[..length];
        Rest = Rest[length..];
        return value;
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());
}
