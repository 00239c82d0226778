using Despatch.Scenarios.Reading;
using Despatch.Scenarios.Running;

namespace Despatch.Scenarios;

/// <summary>The ten cases of Learning the Lessons (seeds, 004), minute by minute through the gateway, on virtual time.</summary>
public sealed class ScenarioTests
{
    /// <summary>Every script of the folder, by its file's name.</summary>
    public static TheoryData<string> Files => [.. Library.Scripts.Select(static s => s.File)];

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("Category", "IopcCase")]
    public Task A_case_takes_the_course_of_its_script(string file) => Runner.RunAsync(Library.Named(file));

    [Theory]
    [InlineData("case-02-as-it-was.txt")]
    [InlineData("case-05-as-it-was.txt")]
    public async Task A_script_takes_the_same_course_every_time(string file)
    {
        var first = await Runner.RunAsync(Library.Named(file));
        Assert.NotEmpty(first);
        Assert.Equal(first, await Runner.RunAsync(Library.Named(file)));
    }
}
