using Despatch.V1;

namespace Despatch.Exercise.Mdt;

/// <summary>
/// The bookkeeping of an MDT service: what it has sent up and nobody has acknowledged, and what came down and is dealt with. It does no
/// I/O. Not thread-safe: its owner locks.
/// </summary>
public sealed class MdtOutbox
{
    private readonly SortedDictionary<long, MdtUp> _unacknowledged = [];
    private long _number;
    private long _acknowledged;

    /// <summary>The highest number down that is dealt with; 0 before the first.</summary>
    public long HighestDealt { get; private set; }

    /// <summary>How many items up wait for an acknowledgement.</summary>
    public int Waiting => _unacknowledged.Count;

    /// <summary>Gives an item up its number and keeps it until <see cref="Settle"/>.</summary>
    public long Add(MdtUp item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _number++;
        switch (item.ItemCase)
        {
            case MdtUp.ItemOneofCase.Status:
                item.Status.Number = _number;
                break;
            case MdtUp.ItemOneofCase.Fixes:
                item.Fixes.Number = _number;
                break;
            case MdtUp.ItemOneofCase.Briefed:
                item.Briefed.Number = _number;
                break;
            default:
                throw new ArgumentException($"A {item.ItemCase} has no number.", nameof(item));
        }

        _unacknowledged.Add(_number, item);
        return _number;
    }

    /// <summary>The server has dealt with an item up. False when it was known already.</summary>
    public bool Settle(long number) => _unacknowledged.Remove(number);

    /// <summary>The first messages of a new stream: the hello, then everything unacknowledged, in order.</summary>
    public IReadOnlyList<MdtUp> Opening(IEnumerable<string> callsigns)
    {
        var hello = new MdtHello { AfterNumber = HighestDealt };
        hello.Callsigns.AddRange(callsigns);
        return [new MdtUp { Hello = hello }, .. _unacknowledged.Values];
    }

    /// <summary>
    /// Notes an item down; false when it was dealt with before, on this stream or an earlier one. Number 0, a part of the picture that a
    /// stream begins with, is always new: it may come again.
    /// </summary>
    public bool IsNew(long number)
    {
        if (number != 0 && number <= HighestDealt)
        {
            return false;
        }

        HighestDealt = Math.Max(HighestDealt, number);
        return true;
    }

    /// <summary>The acknowledgement that is due, or null when all is acknowledged.</summary>
    public MdtUp? Acknowledgement()
    {
        if (HighestDealt == _acknowledged)
        {
            return null;
        }

        _acknowledged = HighestDealt;
        return new MdtUp { Acknowledge = new MdtAcknowledge { Number = HighestDealt } };
    }
}
