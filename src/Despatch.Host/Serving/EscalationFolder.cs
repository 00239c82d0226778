using System.Runtime.InteropServices;
using Despatch.Grains;
using Despatch.Pack;

namespace Despatch.Host.Serving;

/// <summary>
/// The escalation policy that this process goes by: London's, or that of a folder, which is read again on SIGHUP. One with a gap, a loop
/// or an unknown name is refused with its file, line and rule, and the running policy stays.
/// </summary>
internal sealed class EscalationFolder : IDisposable
{
    private readonly string? _folder;
    private readonly PosixSignalRegistration? _signal;

    private EscalationFolder(string? folder)
    {
        _folder = folder;
        Running = new RunningPolicy(folder is null ? ForcePack.London.Escalation : ForcePack.LoadEscalation(folder));
        _signal = folder is null ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload);
    }

    /// <summary>The policy in force, for all silos of the process.</summary>
    public RunningPolicy Running { get; }

    /// <summary>Reads the folder, if there is one.</summary>
    /// <exception cref="PackException">Its policy cannot be used; it says why.</exception>
    public static EscalationFolder Open(string? folder) => new(folder);

    /// <inheritdoc/>
    public void Dispose() => _signal?.Dispose();

    private void Reload(PosixSignalContext signal)
    {
        signal.Cancel = true;
        try
        {
            Running.Replace(ForcePack.LoadEscalation(_folder!));
            Console.Error.WriteLine($"The escalation policy of {_folder} is in force.");
        }
        catch (PackException wrong)
        {
            Console.Error.WriteLine($"{wrong.Message}\nThe running escalation policy stays.");
        }
    }
}
