namespace Despatch.Board;

/// <summary>
/// Where boards of one log are kept between two starts: one text of bytes for each format, the newest of all silos. A cache, and treated
/// so: what is lost, damaged or of another log is ignored. Thread-safe. Faults are exceptions of the store's own kinds; whoever uses
/// it goes on without.
/// </summary>
public interface IBoardStore
{
    /// <summary>The position of the board kept under this format; 0 if there is none.</summary>
    ValueTask<long> PositionAsync(string format, CancellationToken ct);

    /// <summary>The bytes kept under this format; null if there are none.</summary>
    ValueTask<byte[]?> ReadAsync(string format, CancellationToken ct);

    /// <summary>Keeps a board, all of it or nothing, unless one of a later position is kept already.</summary>
    ValueTask WriteAsync(string format, long position, byte[] board, CancellationToken ct);

    /// <summary>Forgets the board kept under this format: it is of no use.</summary>
    ValueTask ForgetAsync(string format, CancellationToken ct);
}
