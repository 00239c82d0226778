using System.Text.Json;
using Despatch.Deploy.Tests.Support;
using Despatch.Host.Commands;

namespace Despatch.Deploy.Tests.Compose;

/// <summary>The image: the Upstream build of the host, run without rights, on the host's ports.</summary>
public sealed class DockerfileTests
{
    private readonly List<(string Word, string Text)> _instructions = Instructions();

    [Fact]
    public void It_publishes_the_host_on_the_packages_of_production()
    {
        var publish = Assert.Single(_instructions, i => i.Word == "RUN").Text;
        Assert.Contains("-p:Upstream=true", publish, StringComparison.Ordinal);
        Assert.Contains("-c Release", publish, StringComparison.Ordinal);
        Assert.Contains("-p:PublishReadyToRun=true --use-current-runtime --no-self-contained", publish, StringComparison.Ordinal);
        var project = Assert.Single(publish.Split(' '), word => word.EndsWith(".csproj", StringComparison.Ordinal));
        Assert.True(File.Exists(Repository.At(project)));
        var program = typeof(ServeCommand).Assembly.GetName().Name;
        Assert.Equal(program, Path.GetFileNameWithoutExtension(project));
        var start = JsonSerializer.Deserialize<string[]>(Assert.Single(_instructions, i => i.Word == "ENTRYPOINT").Text)!;
        Assert.Equal(["dotnet", $"/app/{program}.dll"], start);
    }

    [Fact]
    public void It_has_all_that_the_build_reads_and_the_ignore_file_lets_it_through()
    {
        var copied = _instructions.Where(i => i.Word == "COPY" && !i.Text.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(i => i.Text.Split(' ')[..^1])
            .ToList();
        var needed = Directory.GetFiles(Repository.Root, "Directory.*").Append(Repository.At(".editorconfig")).Select(Path.GetFileName);
        Assert.Equal(needed.Append("src/").Order(StringComparer.Ordinal), copied.Order(StringComparer.Ordinal));
        var let = Repository.Read("deploy/Dockerfile.dockerignore").Split('\n');
        Assert.All(copied, file => Assert.Contains(file.StartsWith("Directory.", StringComparison.Ordinal) ? "!Directory.*" : $"!{file.TrimEnd('/')}", let));
    }

    [Fact]
    public void It_runs_without_rights_on_the_hosts_ports()
    {
        var last = _instructions[_instructions.FindLastIndex(i => i.Word == "FROM")..];
        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:10.0", last[0].Text);
        Assert.Equal("$APP_UID", Assert.Single(last, i => i.Word == "USER").Text);
        Assert.Equal(
            FormattableString.Invariant($"{Serve.DefaultPorts.Gateway} {Serve.DefaultPorts.Silo}"), Assert.Single(last, i => i.Word == "EXPOSE").Text);
        Assert.Equal("SIGTERM", Assert.Single(last, i => i.Word == "STOPSIGNAL").Text);
    }

    private static List<(string Word, string Text)> Instructions() =>
        [.. Repository.Read("deploy/Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .Select(words => (words[0], string.Join(' ', words[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))))];
}
