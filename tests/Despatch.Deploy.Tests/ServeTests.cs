using Despatch.Deploy.Tests.Support;
using Despatch.Host.Commands;
using Despatch.Host.Telemetry;

namespace Despatch.Deploy.Tests;

/// <summary>What deployments say by the environment is heard: nothing else would fail if it were not.</summary>
public sealed class ServeTests
{
    [Theory]
    [InlineData("--environment", Serve.EnvironmentVariable, "Exercise")]
    [InlineData("--otlp", OtlpExport.Variable, "http://collector:4317")]
    public void An_option_that_is_not_given_is_taken_from_its_variable(string option, string variable, string value)
    {
        Environment.SetEnvironmentVariable(variable, value);
        var parsed = ServeCommand.Create().Parse(["--site", Serve.Sites[0]]);
        Assert.Empty(parsed.Errors);
        Assert.Equal(value, parsed.GetValue<string>(option));
    }
}
