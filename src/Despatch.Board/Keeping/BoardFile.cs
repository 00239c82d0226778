using System.Buffers.Binary;

namespace Despatch.Board;

/// <summary>Keeps a board in one file, beside a log that only one process writes: its position in eight bytes, then the board.</summary>
public sealed class BoardFile(string path) : IBoardStore
{
    private const int HeadBytes = sizeof(long);

    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public ValueTask<long> PositionAsync(string format, CancellationToken ct)
    {
        lock (_gate)
        {
            return new(Position(PathOf(format)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadAsync(string format, CancellationToken ct)
    {
        lock (_gate)
        {
            var file = PathOf(format);
            return new(File.Exists(file) && File.ReadAllBytes(file) is { Length: > HeadBytes } all ? all[HeadBytes..] : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(string format, long position, byte[] board, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(board);
        lock (_gate)
        {
            var file = PathOf(format);
            if (Position(file) >= position)
            {
                return default;
            }

            var written = file + ".new";
            using (var stream = File.Create(written))
            {
                Span<byte> head = stackalloc byte[HeadBytes];
                BinaryPrimitives.WriteInt64BigEndian(head, position);
                stream.Write(head);
                stream.Write(board);
            }

            File.Move(written, file, overwrite: true);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask ForgetAsync(string format, CancellationToken ct)
    {
        lock (_gate)
        {
            File.Delete(PathOf(format));
        }

        return default;
    }

    private static long Position(string file)
    {
        if (!File.Exists(file))
        {
            return 0;
        }

        Span<byte> head = stackalloc byte[HeadBytes];
        using var stream = File.OpenRead(file);
        return stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) == HeadBytes ? BinaryPrimitives.ReadInt64BigEndian(head) : 0;
    }

    private string PathOf(string format) => $"{path}-{format}";
}
