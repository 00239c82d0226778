namespace Despatch.Deploy.Tests.Support;

/// <summary>The working tree that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string At(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(At(path));

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Cluster.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("Cluster.sln is in no folder above the tests.");
    }
}
