using System.Reflection;

namespace Despatch.Pack.Reading;

/// <summary>Where a pack's files come from.</summary>
internal interface IPackFiles
{
    /// <summary>What to call the pack in an error.</summary>
    string Name { get; }

    /// <summary>The text of a file (UTF-8), or null when there is none.</summary>
    string? Read(string file);
}

/// <summary>A pack embedded in this assembly, under a folder.</summary>
internal sealed class EmbeddedFiles(string folder) : IPackFiles
{
    public string Name => folder;

    public string? Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{folder}/{file}");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>A pack in a directory.</summary>
internal sealed class DirectoryFiles(string directory) : IPackFiles
{
    public string Name => directory;

    public string? Read(string file)
    {
        var path = Path.Combine(directory, file);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
