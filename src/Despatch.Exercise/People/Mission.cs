using Despatch.Exercise.Calls;

namespace Despatch.Exercise.People;

/// <summary>How a mission ended.</summary>
internal enum MissionEnd
{
    /// <summary>The crew was there and has left.</summary>
    Left,

    /// <summary>The crew was sent elsewhere, or stood down: the incident waits.</summary>
    TakenAway,
}

/// <summary>A crew on its way to one incident, and at it.</summary>
internal sealed class Mission(Crew crew, string cad, DrawnCall? call)
{
    private readonly TaskCompletionSource<bool> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<MissionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOver;

    public Crew Crew => crew;

    public string Cad => cad;

    /// <summary>The call; null when the incident is not one of this exercise's.</summary>
    public DrawnCall? Call => call;

    /// <summary>The crew's terminal has shown it.</summary>
    public Task<bool> Received => _received.Task;

    public Task<MissionEnd> Ended => _ended.Task;

    /// <summary>The crew presses no button for it any more.</summary>
    public Task<bool> Finished => _finished.Task;

    public bool IsOver => _isOver;

    public void Finish() => _finished.TrySetResult(true);

    public void Receive() => _received.TrySetResult(true);

    public void End(MissionEnd end)
    {
        _isOver = true;
        _received.TrySetResult(false);
        _ended.TrySetResult(end);
    }
}
