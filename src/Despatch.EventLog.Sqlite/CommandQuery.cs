using Despatch.EventLog.Sqlite.Native;

namespace Despatch.EventLog.Sqlite;

/// <summary>Finds a command by its id; the writer and the readers ask alike.</summary>
internal static class CommandQuery
{
    public const string Sql = "SELECT fingerprint, answer, position FROM commands WHERE id = ?1";

    public static DoneCommand? Run(Statement statement, string id)
    {
        if (!statement.Bind(1, id).Step())
        {
            return null;
        }

        var record = new CommandRecord(id, statement.Text(0), statement.Bytes(1));
        var done = new DoneCommand(record, statement.Number(2));
        statement.Reset();
        return done;
    }
}
