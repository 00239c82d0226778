using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What the procedure asks, and what keeps an incident from being closed.</summary>
internal static class ProcedureExpectations
{
    public static Verb[] All { get; } =
    [
        new("{cad} to ask the {role:word} {question:word}", static async d =>
            Assert.Contains((await d.IncidentAsync("cad")).Procedure.Questions, q => q.Id == d["question"] && q.To == d["role"] && q.End is null)),
        new("{cad} to have {question:word} answered", static async d =>
            Assert.Contains((await d.IncidentAsync("cad")).Procedure.Questions, q => q.Id == d["question"] && q.End is not null)),
        new("{cad} to want the {agency:word} called", static async d =>
            Assert.Contains((await d.IncidentAsync("cad")).Procedure.AgencyRequests, a => a.Agency == d["agency"] && a.End is null)),
        new("{cad} to want the skill {skill:word}", static async d =>
            Assert.Contains(d["skill"], (await d.IncidentAsync("cad")).Procedure.Skills)),
        new("{cad} to want the outcome {outcome:word}", static async d =>
            Assert.Contains((await d.IncidentAsync("cad")).Procedure.Outcomes, o => o.Id == d["outcome"] && o.Operator.Length == 0)),
        new("closing of {cad} blocked by {code:word}", static async d =>
            Assert.Contains(d["code"], (await d.IncidentAsync("cad")).Procedure.Blocks)),
        new("only a supervisor may close {cad}", static async d => Assert.True((await d.IncidentAsync("cad")).Procedure.SupervisorCloses)),
    ];
}
