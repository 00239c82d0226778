using System.Globalization;
using Despatch.Domain;

namespace Despatch.Pack.Tests;

/// <summary>The facts beside the checkout; a test that needs them says so when they are absent.</summary>
internal static class SharedData
{
    public static IEnumerable<(DateTimeOffset At, Point Point)> Events() =>
        Lines("met-events-2019-02.csv").Select(f => (
            DateTimeOffset.Parse(f[0], CultureInfo.InvariantCulture), new Point(Number(f[1]), Number(f[2]))));

    /// <summary>Streets with the borough that the gazetteer gives them; the few whose name holds a comma are left out.</summary>
    public static IEnumerable<(string Borough, Point Point)> Streets() =>
        Lines("street-gazetteer.csv").Where(f => f.Length == 5).Select(f => (f[1], new Point(Number(f[2]), Number(f[3]))));

    private static IEnumerable<string[]> Lines(string file)
    {
        var path = Find(file);
        Assert.SkipWhen(path is null, $"This test needs shared/data/{file} beside the checkout, and it is not there.");
        return File.ReadLines(path!).Skip(1).Select(line => line.Split(','));
    }

    private static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
