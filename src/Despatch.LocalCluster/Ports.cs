using System.Net;
using System.Net.Sockets;

namespace Despatch.LocalCluster;

/// <summary>Ports of 127.0.0.1 that nobody listens on. Somebody may take one before it is used: be ready to choose again.</summary>
public static class Ports
{
    // Below the range from which systems give ports to outgoing connections (32768 on Linux): a silo that restarts finds its port free.
    private const int Lowest = 20_000;
    private const int Highest = 26_000;

    /// <summary>The first of so many free ports in a row.</summary>
    /// <param name="count">How many, 1 to 100.</param>
    public static int Free(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100);
        while (true)
        {
            var first = Random.Shared.Next(Lowest, Highest - count);
            if (AreFree(first, count))
            {
                return first;
            }
        }
    }

    internal static bool AreFree(int first, int count) => Enumerable.Range(first, count).All(IsFree);

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
