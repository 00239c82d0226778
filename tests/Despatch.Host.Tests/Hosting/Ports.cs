using System.Net;
using System.Net.Sockets;

namespace Despatch.Host.Tests.Hosting;

/// <summary>Ports of the loopback that nobody uses.</summary>
internal static class Ports
{
    private const int Sites = 3;

    // Below the range from which the system hands ports to outgoing connections, so that none is taken in between; the ports between silos,
    // eleven and twelve thousand above, too.
    private const int First = 12_000;
    private const int Last = 19_000;

    private static int _next = First + (Environment.ProcessId * 7 % (Last - First));

    /// <summary>The first of three in a row, each time others.</summary>
    public static int Free()
    {
        while (true)
        {
            var first = First + (Interlocked.Add(ref _next, Sites) % (Last - First));
            if (Enumerable.Range(first, Sites).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
