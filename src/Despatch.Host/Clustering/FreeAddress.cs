using System.Net;
using System.Net.Sockets;

namespace Despatch.Host.Clustering;

/// <summary>
/// Looks whether a silo's addresses can be listened on before it joins the cluster: one that joins and cannot serve would be a member that
/// nobody reaches. Between the look and the use somebody else may still take one; then the start fails as it would have.
/// </summary>
internal static class FreeAddress
{
    /// <summary>Returns if the address can be listened on.</summary>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="address">The address.</param>
    /// <exception cref="IOException">It is taken, or not this machine's.</exception>
    public static void Check(string option, IPEndPoint address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(address);
            socket.Listen();
        }
        catch (SocketException refused)
        {
            var why = refused.SocketErrorCode == SocketError.AddressAlreadyInUse ? "is in use" : $"cannot be listened on: {refused.Message}";
            throw new IOException($"{option} {address} {why}.", refused);
        }
    }
}
