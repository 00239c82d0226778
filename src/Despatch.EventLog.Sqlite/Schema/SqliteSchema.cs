using System.Globalization;
using System.Reflection;
using Despatch.EventLog.Sqlite.Native;

namespace Despatch.EventLog.Sqlite.Schema;

/// <summary>Brings a file to the present schema: the embedded scripts in turn, each in a transaction of its own.</summary>
internal static class SqliteSchema
{
    private const long ApplicationId = 0x44_53_50_4C;
    private const string Folder = "Schema/";

    private static readonly (int Version, string Resource)[] Scripts = FindScripts();

    /// <summary>Refuses a file that is not ours to touch, before anything of it is changed.</summary>
    /// <exception cref="EventLogException">Codes <c>schema-newer</c>; <c>store-corrupt</c> when the file is not an event log.</exception>
    public static void Check(Connection connection)
    {
        var found = connection.QueryNumber("PRAGMA user_version");
        var owner = connection.QueryNumber("PRAGMA application_id");
        var tables = connection.QueryNumber("SELECT count(*) FROM sqlite_schema");
        if (tables > 0 && owner != ApplicationId)
        {
            throw new EventLogException(EventLogFault.Corrupt, isTransient: false, "The file is a database, but not an event log.");
        }

        var newest = Scripts[^1].Version;
        if (found > newest)
        {
            throw new EventLogException(
                EventLogFault.SchemaNewer,
                isTransient: false,
                $"The event log has schema {found}; this program knows schemas up to {newest}. Start a newer version of it.");
        }
    }

    /// <summary>Runs the scripts the file has not seen.</summary>
    public static void Bring(Connection connection)
    {
        var found = connection.QueryNumber("PRAGMA user_version");
        foreach (var (version, resource) in Scripts.Where(script => script.Version > found))
        {
            connection.Execute($"BEGIN IMMEDIATE;\n{Read(resource)}\nPRAGMA user_version = {version}; COMMIT;");
        }
    }

    private static (int Version, string Resource)[] FindScripts() =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => (int.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
