using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Despatch.Grains;

/// <summary>
/// An aggregate's state as grain storage keeps it: plain texts, so that any serialiser writes it alike. Immutable. It is a cache: the
/// stream says the same.
/// </summary>
public sealed record StoredSnapshot
{
    /// <summary>Put in place of a state that is to be read, by who asks for it: see <see cref="Snapshots.SnapshotStorage"/>. Never stored.</summary>
    public static StoredSnapshot Asked { get; } = new() { Version = -1 };

    /// <summary>See <see cref="EventLog.StateFormat"/>; empty if there is no snapshot.</summary>
    public string Format { get; init; } = "";

    /// <summary>The version of the stream that the state is at.</summary>
    public long Version { get; init; }

    /// <summary>The hash, in hexadecimal, of the event of that version: the chain's, so it stands for all before it.</summary>
    public string Event { get; init; } = "";

    /// <summary>The state as JSON.</summary>
    public string State { get; init; } = "";

    /// <summary>SHA-256 over all of the above: a byte that changed in storage must not become a changed incident.</summary>
    public string Check { get; init; } = "";

    /// <summary>The same with its check.</summary>
    public StoredSnapshot Sealed() => this with { Check = Digest() };

    /// <summary>Whether it is as it was written.</summary>
    public bool IsWhole() => string.Equals(Check, Digest(), StringComparison.Ordinal);

    private string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Format}\n{Version}\n{Event}\n{State}"))));
}
