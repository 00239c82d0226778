using Despatch.Exercise.Clients;
using Despatch.V1;

namespace Despatch.Exercise.People;

/// <summary>How despatchers see an incident through: find a unit, send it, follow it, result and close.</summary>
internal sealed class Despatching(Stage stage)
{
    private static readonly Person Supervisor = new("supervisor-01", "supervisor");
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(3);

    /// <summary>Sees it through, until it is closed or everybody goes home.</summary>
    public async Task SeeThroughAsync(Case open)
    {
        await stage.Clock.DelayAsync(Look);
        await stage.Despatchers.WorkAsync(despatcher => stage.Procedures.SettleAsync(open.Cad, despatcher, stage.Clock.Cancel));
        while (!stage.IsOver)
        {
            var mission = await stage.Despatchers.WorkAsync(despatcher => SendAsync(open, despatcher));
            if (mission is null)
            {
                await stage.Clock.DelayAsync(LookAgain);
                continue;
            }

            if (await FollowAsync(open, mission))
            {
                return;
            }
        }
    }

    /// <summary>Sees an officer's emergency through, which the system has opened.</summary>
    public Task EmergencyAsync(Case raised)
    {
        stage.Counts.Incident();
        stage.Open.Add(raised);
        return SeeThroughAsync(raised);
    }

    /// <summary>Says what it turned out to be, and closes it.</summary>
    public async Task<bool> ResultAndCloseAsync(Case open, string resultCode, string words, Person by)
    {
        await stage.Client.SendAsync(
            "Result", by,
            (g, c, o) => g.Incidents.ResultAsync(
                new ResultRequest { Command = c, Cad = open.Cad, ResultCode = resultCode, Words = words }, o),
            stage.Clock.Cancel);
        if (await stage.Procedures.CloseAsync(open.Cad, by, stage.Clock.Cancel) is not null)
        {
            return false;
        }

        stage.Open.Remove(open);
        stage.Counts.Close();
        return true;
    }

    // True once the incident is closed; false when it waits for a unit again.
    private async Task<bool> FollowAsync(Case open, Mission mission)
    {
        if (open.Call.Scene == Calls.SceneCourse.OverBefore && open.Sends == 1)
        {
            await stage.Clock.DelayAsync(TimeSpan.FromMinutes(1));
            if (await stage.Despatchers.WorkAsync(despatcher => StandDownAsync(open, mission, despatcher)))
            {
                return true;
            }
        }

        var end = await stage.Clock.AsideAsync(mission.Ended);
        if (end != MissionEnd.Left)
        {
            return false;
        }

        await stage.Clock.DelayAsync(Look);
        return await stage.Despatchers.WorkAsync(
            despatcher => ResultAndCloseAsync(open, open.Call.ResultCode, "Result as given by the crew over the radio.", despatcher));
    }

    private async Task<bool> StandDownAsync(Case open, Mission mission, Person despatcher)
    {
        var request = new StandDownRequest { Cad = open.Cad, Callsign = mission.Crew.Callsign, Reason = "Caller rang back: over." };
        var answer = await stage.Client.SendAsync(
            "StandDown", despatcher,
            (g, c, o) =>
            {
                request.Command = c;
                return g.Incidents.StandDownAsync(request, o);
            },
            stage.Clock.Cancel);
        if (answer.Value is null)
        {
            return false;
        }

        stage.Counts.StandDown();
        return await ResultAndCloseAsync(open, open.Call.ResultCode, "No attendance: over before arrival.", despatcher);
    }

    private async Task<Mission?> SendAsync(Case open, Person despatcher)
    {
        var request = new RecommendRequest { Cad = open.Cad };
        if (open.Grade == V1.Grade.Immediate && open.Call.Scenario.Skills.Length > 0)
        {
            request.Skills.Add(open.Call.Scenario.Skills);
        }

        var recommended = await stage.Client.AskAsync(
            "Recommend", despatcher, (g, o) => g.Incidents.RecommendAsync(request, o), stage.Clock.Cancel);
        if (!recommended.Succeeded(out var recommendation))
        {
            return null;
        }

        if (NearerBy(open, recommendation) is { } nearer && await AssignAsync(open, nearer, "", despatcher) is { } diverted)
        {
            return diverted;
        }

        foreach (var candidate in recommendation.Candidates)
        {
            // Only for an I does a despatcher ask a senior officer for their word.
            if ((open.Grade == V1.Grade.Immediate || candidate.AuthorityNeeded.Length == 0)
                && stage.Fleet.Find(candidate.Callsign) is { } crew
                && await AssignAsync(open, crew, candidate.AuthorityNeeded, despatcher) is { } mission)
            {
                return mission;
            }
        }

        return null;
    }

    // For an I, a crew on its way to an E that would be there in less than two thirds of the time.
    private Crew? NearerBy(Case open, RecommendResponse recommendation)
    {
        if (open.Grade != V1.Grade.Immediate || recommendation.Candidates.Count == 0)
        {
            return null;
        }

        var best = recommendation.Candidates[0].TravelSeconds;
        return recommendation.PassedOver
            .Where(p => p.HasTravelSeconds && p.TravelSeconds < best * 2 / 3)
            .Select(p => stage.Fleet.Find(p.Callsign))
            .FirstOrDefault(c => c is { IsEnRoute: true } && stage.Open.Find(c.Cad) is { Grade: V1.Grade.Extended });
    }

    private async Task<Mission?> AssignAsync(Case open, Crew crew, string authorityNeeded, Person despatcher)
    {
        var diverted = crew.Cad.Length > 0;
        var request = new AssignRequest
        {
            Cad = open.Cad,
            Callsign = crew.Callsign,
            DivertReason = diverted ? "Nearest crew; the other incident can wait." : "",
        };
        if (authorityNeeded.Length > 0)
        {
            request.Authority = new Authority
            {
                Operator = $"{authorityNeeded}-01",
                Role = authorityNeeded,
                Words = "Send them, nobody else is near enough.",
            };
        }

        var mission = crew.Expect(open.Cad, open.Call);
        var answer = await stage.Client.SendAsync(
            "Assign", diverted ? Supervisor : despatcher,
            (g, c, o) =>
            {
                request.Command = c;
                return g.Incidents.AssignAsync(request, o);
            },
            stage.Clock.Cancel);
        if (answer.Value is null)
        {
            crew.ExpectNoMore(mission);
            return null;
        }

        open.Sends++;
        stage.Counts.Assignment(diverted);
        await stage.Fleet.ReceivedAsync(mission);
        return mission;
    }
}
