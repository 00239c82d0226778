using Despatch.Scenarios.Reading;
using Despatch.Scenarios.Steps;
using Grpc.Core;

namespace Despatch.Scenarios.Running;

/// <summary>Does a script's steps, each at its minute, against a cluster of its own.</summary>
internal sealed class Runner(World world)
{
    /// <summary>The code by which the step before was refused; empty if it was not.</summary>
    private string _refused = "";
    private string _why = "";

    /// <summary>Runs a script from its start to its end.</summary>
    /// <returns>The course it took, for comparing; see <see cref="ScenarioCluster.CourseAsync"/>.</returns>
    /// <exception cref="ScriptException">A step went otherwise than the script says.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(Script script)
    {
        // Every line is understood before anything is done.
        var steps = script.Steps.Select(step => Understand(script, step)).ToList();
        await using var world = await World.BeginAsync(script);
        await new Runner(world).RunAsync(steps);
        Assert.Empty(world.Cluster.Errors);
        return await world.Cluster.CourseAsync();
    }

    private static (ScriptStep Step, Verb? Verb, IReadOnlyDictionary<string, string> Gaps) Understand(Script script, ScriptStep step)
    {
        if (step.IsExpectation && Vocabulary.Refused.Match(step.Text) is { } code)
        {
            return (step, null, code);
        }

        var (verb, gaps) = Vocabulary.Find(script.File, step);
        return (step, verb, gaps);
    }

    private async Task RunAsync(List<(ScriptStep Step, Verb? Verb, IReadOnlyDictionary<string, string> Gaps)> steps)
    {
        foreach (var (step, verb, gaps) in steps)
        {
            try
            {
                await DoAsync(step, verb, gaps);
            }
            catch (Exception wrong) when (wrong is not ScriptException)
            {
                throw new ScriptException(world.Script.File, step.Line, $"{step.Text}\n{wrong.Message}\n{wrong.StackTrace}");
            }
        }

        Assert.True(_refused.Length == 0, $"The last step was refused: {_refused} ({_why}).");
    }

    private async Task DoAsync(ScriptStep step, Verb? verb, IReadOnlyDictionary<string, string> gaps)
    {
        if (verb is null)
        {
            Assert.Equal(gaps["code"], _refused);
            _refused = "";
            return;
        }

        Assert.True(_refused.Length == 0, $"The step before was refused: {_refused} ({_why}).");
        await world.Time.MoveToAsync(world.Start + step.At);
        try
        {
            await verb.Do(new Doing(world, step, gaps));
        }
        catch (RpcException refused) when (!step.IsExpectation && refused.Trailers.GetValue("refusal-code") is { } code)
        {
            (_refused, _why) = (code, refused.Status.Detail);
        }

        await world.Cluster.LevelAsync();
    }
}
