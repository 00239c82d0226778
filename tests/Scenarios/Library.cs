using Despatch.Scenarios.Reading;

namespace Despatch.Scenarios;

/// <summary>The scripts, as they lie beside the tests.</summary>
internal static class Library
{
    /// <summary>All, in the order of the cases; as it was before as it should be.</summary>
    public static IReadOnlyList<Script> Scripts { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Scripts"), "*.txt")
            .Select(static path => ScriptReader.Read(Path.GetFileName(path), File.ReadAllText(path)))
            .OrderBy(static s => s.Case).ThenBy(static s => !s.AsItWas)];

    public static Script Named(string file) => Scripts.Single(s => s.File == file);
}
