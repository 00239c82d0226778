using System.Runtime.InteropServices;

namespace Despatch.LocalCluster;

/// <summary>What an operating system of the Unix kind can do to a process. Windows has no such thing: there only killing works.</summary>
internal static partial class Signals
{
    public const int Term = 15;
    public const int Stop = 19;
    public const int Continue = 18;

    /// <summary>Sends one. A process that has ended meanwhile is no error.</summary>
    /// <exception cref="PlatformNotSupportedException">On Windows.</exception>
    public static void Send(int process, int signal)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Windows can neither ask a process to end nor freeze it.");
        }

        _ = Kill(process, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int process, int signal);
}
