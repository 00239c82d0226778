using Despatch.Domain;
using Despatch.Domain.Pods;
using Despatch.Exercise.Calls;
using Despatch.Exercise.Mdt;
using Despatch.V1;

namespace Despatch.Exercise.People;

/// <summary>A crew and its terminal. What comes down is handled one at a time; what the crew does, it does one after the other.</summary>
internal sealed class Crew(Stage stage, RosterUnit unit, Func<MdtService> mdt)
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Break = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan UntilTaken = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Mission> _expected = new(StringComparer.Ordinal);
    private Mission? _mission;
    private Mission? _last;

    public string Callsign => unit.Callsign;

    /// <summary>The incident it is at work for, or empty.</summary>
    public string Cad => Volatile.Read(ref _mission)?.Cad ?? "";

    /// <summary>Whether it is on its way and not there yet.</summary>
    public bool IsEnRoute { get; private set; }

    public Domain.Point At { get; private set; } = unit.Base;

    /// <summary>A despatcher is about to send it; the terminal will beep, unless that is refused.</summary>
    public Mission Expect(string cad, DrawnCall call)
    {
        var mission = new Mission(this, cad, call);
        lock (_lock)
        {
            _expected[cad] = mission;
        }

        return mission;
    }

    public void ExpectNoMore(Mission mission)
    {
        lock (_lock)
        {
            if (_expected.GetValueOrDefault(mission.Cad) == mission)
            {
                _expected.Remove(mission.Cad);
            }
        }
    }

    /// <summary>Something came in about the incident: the crew reads it and says so.</summary>
    public void OnUpdate(Incident incident)
    {
        if (incident.Risk is { Briefing: > 0 and var briefing })
        {
            stage.Clock.Run(() => mdt().AcknowledgeAsync(Callsign, incident.Cad, briefing, stage.Clock.Cancel));
        }
    }

    /// <summary>The terminal beeps. The same again changes nothing, but may show what the crew has not acknowledged.</summary>
    public void OnSend(Incident incident)
    {
        Mission? previous;
        Mission mission;
        lock (_lock)
        {
            if (string.Equals(_mission?.Cad, incident.Cad, StringComparison.Ordinal))
            {
                OnUpdate(incident);
                return;
            }

            mission = _expected.Remove(incident.Cad, out var expected) ? expected : new Mission(this, incident.Cad, null);
            previous = _last;
            _mission?.End(MissionEnd.TakenAway);
            (_mission, _last) = (mission, mission);
        }

        var target = mission.Call?.Where ?? PointOf(incident);
        stage.Clock.Run(() => WorkAsync(mission, previous, target));
        mission.Receive();
    }

    /// <summary>No longer needed there.</summary>
    public void OnStandDown(string cad)
    {
        Mission? ended = null;
        lock (_lock)
        {
            if (string.Equals(_mission?.Cad, cad, StringComparison.Ordinal))
            {
                (ended, _mission) = (_mission, null);
            }
        }

        ended?.End(MissionEnd.TakenAway);
    }

    /// <summary>Presses a status for no incident's sake.</summary>
    public Task<MdtDown> PressAsync(int status) => mdt().SetStatusAsync(Callsign, status, At, stage.Clock.Cancel);

    /// <summary>Drives about, unless it is at work.</summary>
    public void Patrol(Random random)
    {
        if (Cad.Length == 0)
        {
            var (east, north) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            MoveTo(Movement.Toward(At, new Domain.Point(unit.Base.Longitude + (east * 0.04), unit.Base.Latitude + (north * 0.025)), 250));
        }
    }

    public void MoveTo(Domain.Point point)
    {
        At = point;
        mdt().Report(Callsign, point);
    }

    private async Task WorkAsync(Mission mission, Mission? previous, Domain.Point target)
    {
        try
        {
            if (previous is not null)
            {
                await stage.Clock.AsideAsync(previous.Finished);
            }

            if (await AttendAsync(mission, target) && await LeaveAsync(mission))
            {
                Drop(mission);
                mission.End(MissionEnd.Left);
            }
        }
        finally
        {
            IsEnRoute = false;
            Drop(mission);
            mission.End(MissionEnd.TakenAway);
            mission.Finish();
        }

        if (mission.Call is { Pick: var pick } && pick % 25 == 0 && Cad.Length == 0)
        {
            await RefreshAsync();
        }
    }

    private void Drop(Mission mission)
    {
        lock (_lock)
        {
            _mission = _mission == mission ? null : _mission;
        }
    }

    private async Task<bool> AttendAsync(Mission mission, Domain.Point target)
    {
        if (!await RestAsync(mission, mission.Call?.Turnout ?? Slice) || !await PressAsync(mission, 5))
        {
            return false;
        }

        IsEnRoute = true;
        while (At != target)
        {
            if (!await RestAsync(mission, Slice))
            {
                return false;
            }

            MoveTo(Movement.Toward(At, target, unit.Kind, Slice));
        }

        IsEnRoute = false;
        return await PressAsync(mission, 6);
    }

    private async Task<bool> LeaveAsync(Mission mission)
    {
        var time = mission.Call?.OnScene ?? TimeSpan.FromMinutes(10);
        switch (mission.Call?.Scene)
        {
            case SceneCourse.Prisoner:
                return await RestAsync(mission, time / 2) && await PressAsync(mission, 9)
                    && await RestAsync(mission, TimeSpan.FromMinutes(25)) && await AtStationAsync(mission);
            case SceneCourse.Deployable:
                return await RestAsync(mission, time / 2) && await PressAsync(mission, 7)
                    && await RestAsync(mission, time / 2) && await PressAsync(mission, 2);
            case SceneCourse.Emergency:
                return await RestAsync(mission, time / 3) && await CallForHelpAsync(mission)
                    && await RestAsync(mission, TimeSpan.FromMinutes(10)) && await PressAsync(mission, 6)
                    && await RestAsync(mission, time / 3) && await PressAsync(mission, 2);
            default:
                return await RestAsync(mission, time) && await PressAsync(mission, 2);
        }
    }

    private Task<bool> AtStationAsync(Mission mission)
    {
        MoveTo(unit.Base);
        return PressAsync(mission, 3);
    }

    private async Task<bool> CallForHelpAsync(Mission mission)
    {
        var down = await PressAsync(0);
        if (down.Accepted is not { Cad.Length: > 0 } accepted)
        {
            return false;
        }

        var call = mission.Call! with
        {
            Scenario = Scenarios.Emergency,
            Grade = V1.Grade.Immediate,
            Where = At,
            Scene = SceneCourse.Plain,
            ResultCode = "199",
        };
        stage.Clock.Run(() => stage.Despatching.EmergencyAsync(new Case(accepted.Cad, call)));
        return true;
    }

    // Refreshments end by themselves, or with the next I.
    private async Task RefreshAsync()
    {
        if ((await PressAsync(4)).Accepted is null)
        {
            return;
        }

        for (var rested = TimeSpan.Zero; rested < Break && Cad.Length == 0; rested += Slice)
        {
            await stage.Clock.DelayAsync(Slice);
        }

        if (Cad.Length == 0)
        {
            await PressAsync(2);
        }
    }

    // In slices, so that a crew that is sent elsewhere turns at once. False when it is.
    private async Task<bool> RestAsync(Mission mission, TimeSpan time)
    {
        while (time > TimeSpan.Zero && !mission.IsOver)
        {
            var slice = time < Slice ? time : Slice;
            await stage.Clock.DelayAsync(slice);
            time -= slice;
        }

        return !mission.IsOver;
    }

    // False when it is refused: then the crew was taken away, and its terminal is about to say so.
    private async Task<bool> PressAsync(Mission mission, int status)
    {
        if (mission.IsOver)
        {
            return false;
        }

        var down = await PressAsync(status);
        if (down.ItemCase == MdtDown.ItemOneofCase.Accepted)
        {
            return true;
        }

        await mission.Ended.WaitAsync(UntilTaken, stage.Options.Time, stage.Clock.Cancel)
            .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return false;
    }

    private Domain.Point PointOf(Incident incident) =>
        incident.Location?.Point is { } point ? new Domain.Point(point.Longitude, point.Latitude) : At;
}
