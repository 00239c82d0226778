using System.Text.RegularExpressions;
using Despatch.Deploy.Tests.Support;

namespace Despatch.Deploy.Tests.Systemd;

/// <summary>A unit file, or a file of environment variables, as systemd reads them.</summary>
internal static partial class Unit
{
    /// <summary>The settings of one section; a setting may be there more than once.</summary>
    public static ILookup<string, string> Section(string path, string name) =>
        Lines(path)
            .SkipWhile(line => line != $"[{name}]").Skip(1)
            .TakeWhile(line => !line.StartsWith('['))
            .Select(line => line.Split('=', 2))
            .ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public static Dictionary<string, string> Environment(string path) =>
        Lines(path).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>The words of a command line with its variables filled in; a variable that is not there fails the test.</summary>
    public static string[] Words(string command, IReadOnlyDictionary<string, string> environment) =>
        [.. command.Split(' ').Select(word => Variable().Replace(word, match => environment[match.Groups["name"].Value]))];

    private static IEnumerable<string> Lines(string path) =>
        Repository.Read(path).Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'));

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
