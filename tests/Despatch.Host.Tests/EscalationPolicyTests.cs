using System.Globalization;
using Despatch.Host.Tests.Hosting;

namespace Despatch.Host.Tests;

/// <summary>The escalation policy of a folder, read at the start and on SIGHUP.</summary>
public sealed class EscalationPolicyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("despatch-policy-");

    public EscalationPolicyTests()
    {
        Write("ladder.csv", "rung,role,where,next\ndespatcher,Despatcher,own,duty-officer\nduty-officer,DutyOfficer,own,\n");
        Write("escalation.csv", Policy(firstMinutes: 3));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_policy_that_breaks_a_rule_is_refused_with_its_line_and_the_running_one_stays()
    {
        Assert.SkipWhen(IsHangUpIgnored(), "These tests run under nohup: a process that it starts never hears SIGHUP.");
        var port = Ports.Free();
        await using var host = await HostProcess.ServeAsync(
            Path.Combine(_folder.FullName, "log.db"), port, "--environment", "Development", "--escalation", _folder.FullName);
        using var lambeth = new Gateway(host.Gateways[0].Address);
        var cad = await lambeth.OpenAsync("AS");
        Assert.Equal(3, await MinutesAsync(lambeth, cad));

        Write("escalation.csv", Policy(firstMinutes: 4).Replace("+15min,duty-officer", "+15min,mayor", StringComparison.Ordinal));
        await host.HangUpAsync("The running escalation policy stays.");
        Assert.Contains(host.Errors, line => line.Contains("escalation.csv line 3: unknown-rung", StringComparison.Ordinal));
        Assert.Equal(3, await MinutesAsync(lambeth, cad));

        Write("escalation.csv", Policy(firstMinutes: 4));
        await host.HangUpAsync("is in force.");
        Assert.Equal(4, await MinutesAsync(lambeth, cad));
    }

    private static async Task<double> MinutesAsync(Gateway gateway, string cad)
    {
        var incident = await gateway.IncidentAsync(cad);
        return (incident.Escalation.NextDue - incident.OpenedAt).ToTimeSpan().TotalMinutes;
    }

    /// <summary>A process inherits which signals it ignores: the lowest bit of the set is SIGHUP's.</summary>
    private static bool IsHangUpIgnored() => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is [.., var last]
        && int.Parse([last], NumberStyles.HexNumber, CultureInfo.InvariantCulture) % 2 == 1;

    private static string Policy(int firstMinutes)
    {
        var lines = new List<string> { "grade,clock,after,to" };
        foreach (var (grade, clock) in (ReadOnlySpan<(string, string)>)[("I", "no-unit"), ("S", "no-unit"), ("ungraded", "grading"), ("I", "review"), ("S", "review"), ("E", "review"), ("R", "review")])
        {
            lines.Add($"{grade},{clock},{(clock is "review" ? 600 : firstMinutes)}min,despatcher");
            lines.Add($"{grade},{clock},+15min,duty-officer");
        }

        foreach (var clock in (ReadOnlySpan<string>)["question", "agency", "promise", "ring-back", "briefing", "reassess", "pressure", "scheme", "transfer", "command"])
        {
            lines.Add($"any,{clock},600min,despatcher");
            lines.Add($"any,{clock},+15min,duty-officer");
        }

        foreach (var grade in (ReadOnlySpan<string>)["I", "S", "E"])
        {
            lines.Add($"{grade},target,100%,duty-officer");
            lines.Add($"{grade},target,+60min,duty-officer");
        }

        return string.Join('\n', lines) + "\n";
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, file), text);
}
