using Despatch.EventLog;
using Despatch.EventLog.Tests.Contract;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>The contract of every log, kept by the one that the tests here use.</summary>
public sealed class MemoryEventLogTests : EventLogContract
{
    private readonly MemoryStore _store = new();

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected override Task<IEventLog> OpenAsync(TimeProvider? clock = null) =>
        Task.FromResult<IEventLog>(new MemoryEventLog(_store, clock ?? TimeProvider.System));

    protected override Task CloseAsync(IEventLog log)
    {
        ((MemoryEventLog)log).Close();
        return Task.CompletedTask;
    }
}
