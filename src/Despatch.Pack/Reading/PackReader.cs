namespace Despatch.Pack.Reading;

/// <summary>Reads a pack, file by file, and checks its rules.</summary>
internal static class PackReader
{
    public static ForcePack Read(IPackFiles files) => throw new NotSupportedException($"The pack '{files.Name}' cannot be read yet.");
}
