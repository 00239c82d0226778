using System.Net;
using System.Net.Sockets;

namespace Despatch.Host.Clustering;

/// <summary>
/// Turns what <c>--advertise</c> names into the one address that other silos call. A name serves where the address is given by the
/// platform and kept by a name: a Kubernetes Service of the silo's own, a record of the site.
/// </summary>
internal static class AdvertisedAddress
{
    /// <summary>The address itself, or the only IPv4 address (or else the only address) known by the name.</summary>
    /// <exception cref="IOException">Nothing, or more than one address, is known by that name: others would call a silo that is elsewhere.</exception>
    public static async Task<IPAddress> FindAsync(string host, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        var found = await LookUpAsync(host, ct);
        var preferred = found.Where(a => a.AddressFamily == AddressFamily.InterNetwork).ToArray();
        return (preferred.Length > 0 ? preferred : found) is [var only]
            ? only
            : throw new IOException($"--advertise: {host} has {found.Length} addresses ({string.Join<IPAddress>(", ", found)}); a silo has one.");
    }

    private static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken ct)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, ct);
        }
        catch (SocketException unknown)
        {
            throw new IOException($"--advertise: no address is known for {host} ({unknown.Message}).", unknown);
        }
    }
}
