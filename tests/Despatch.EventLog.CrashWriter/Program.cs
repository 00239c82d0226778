using System.Text;
using Despatch.EventLog;
using Despatch.EventLog.Sqlite;

// Appends without end to the log named by the first argument, and writes a line for every append that was acknowledged. Ids
// begin with the second argument. It never ends by itself: the crash test kills it.
const int writers = 12;
var (file, prefix) = (args[0], args[1]);
await using var log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = file, MaxBatch = 8 }, TimeProvider.System);
var output = new Lock();
await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(writer))));

async Task WriteAsync(int writer)
{
    var version = await LastVersionAsync($"left/{writer}");
    for (var i = 0; ; i++, version++)
    {
        var id = $"{prefix}-{writer}-{i}";
        var mark = new NewEvent("crash.marked.v1", Encoding.UTF8.GetBytes(id), [$"id:{id}"]);
        var request = new AppendRequest(
            [
                new StreamWrite($"left/{writer}", version, [mark]),
                new StreamWrite($"right/{writer}", version * 2, [mark, mark]),
                new StreamWrite($"own/{id}", 0, [mark]),
            ],
            new CommandRecord(id, "crash", mark.Data));
        var result = await log.AppendAsync(request, CancellationToken.None);
        if (result is not AppendResult.Appended)
        {
            throw new InvalidOperationException($"{id}: {result}");
        }

        Acknowledge(id);
    }
}

async Task<long> LastVersionAsync(string stream)
{
    var version = 0L;
    while (await log.ReadStreamAsync(stream, version, 1_000, CancellationToken.None) is { Count: > 0 } page)
    {
        version = page[^1].Version;
    }

    return version;
}

void Acknowledge(string id)
{
    lock (output)
    {
        // The full stop tells a whole line from one that the kill cut short.
        Console.Out.Write($"{id}.\n");
        Console.Out.Flush();
    }
}
