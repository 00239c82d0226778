namespace Despatch.EventLog.Sqlite;

/// <summary>
/// Held by the one process that writes a log. A lock on a file of its own, because SQLite's exclusive mode would shut out
/// our readers too; the operating system lets go of it however the process ends.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private readonly FileStream _file;

    private WriterLock(FileStream file) => _file = file;

    public static WriterLock Take(string logPath)
    {
        try
        {
            return new WriterLock(new FileStream(logPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new EventLogException(
                EventLogFault.ReadOnly, isTransient: false, "This process may not write beside the event log.", exception);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            throw new EventLogException(
                EventLogFault.AlreadyOpen,
                isTransient: false,
                "Another process writes this event log already; one log has one writer.",
                exception);
        }
        catch (IOException exception)
        {
            throw new EventLogException(
                EventLogFault.StoreUnavailable, isTransient: false, "The event log's folder cannot be reached.", exception);
        }
    }

    // The file stays: deleting it could take away the lock of a process that opened it a moment before.
    public void Dispose() => _file.Dispose();
}
