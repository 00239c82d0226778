using System.Globalization;
using System.Text;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>How statuses, deadlines and metadata look in HTTP headers.</summary>
internal static class Headers
{
    public const string ContentType = "application/grpc";
    public const string WebContentType = "application/grpc-web";
    public const string WebTextContentType = "application/grpc-web-text";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Timeout = "grpc-timeout";

    /// <summary>A name a caller may put into its metadata to have its requests compressed; it is not sent.</summary>
    public const string RequestCompression = "grpc-internal-encoding-request";

    // Eight digits are all the wire has room for.
    private const long MaxTimeoutDigits = 99_999_999;

    private static readonly HashSet<string> Protocol = new(StringComparer.OrdinalIgnoreCase)
    {
        Status, Message, Encoding, AcceptEncoding, Timeout, RequestCompression, "content-type", "te", "host", "accept-encoding",
    };

    /// <summary>Headers that speak about the call itself, which its metadata leaves out.</summary>
    public static bool IsProtocol(string name) => name.StartsWith(':') || Protocol.Contains(name);

    /// <summary>Whether a content type is the wanted one, perhaps with +proto or a parameter behind it.</summary>
    public static bool IsContentType(string wanted, string? contentType) =>
        contentType is not null
        && contentType.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == wanted.Length || contentType[wanted.Length] is ';' or '+');

    public static string FormatTimeout(TimeSpan timeout)
    {
        var ticks = Math.Max(timeout.Ticks, 0);
        // Rounded up, so that the server never gives up before the client does.
        (long Ticks, char Unit)[] units =
            [(TimeSpan.TicksPerMillisecond, 'm'), (TimeSpan.TicksPerSecond, 'S'), (TimeSpan.TicksPerMinute, 'M')];
        foreach (var (unitTicks, unit) in units)
        {
            var count = (ticks + unitTicks - 1) / unitTicks;
            if (count <= MaxTimeoutDigits)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Min((ticks / TimeSpan.TicksPerHour) + 1, MaxTimeoutDigits)}H");
    }

    /// <summary>False for what is not a timeout; such a header is ignored, as other servers do.</summary>
    public static bool TryParseTimeout(string? value, out TimeSpan timeout)
    {
        timeout = default;
        if (value is not { Length: >= 2 and <= 9 }
            || !long.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        long? ticks = value[^1] switch
        {
            'n' => (count + 99) / 100,
            'u' => count * TimeSpan.TicksPerMicrosecond,
            'm' => count * TimeSpan.TicksPerMillisecond,
            'S' => count * TimeSpan.TicksPerSecond,
            'M' => count * TimeSpan.TicksPerMinute,
            'H' => count * TimeSpan.TicksPerHour,
            _ => null,
        };
        timeout = new TimeSpan(ticks ?? 0);
        return ticks is not null;
    }

    public static string EscapeMessage(string message)
    {
        if (!message.AsSpan().ContainsAnyExceptInRange(' ', '~') && !message.Contains('%', StringComparison.Ordinal))
        {
            return message;
        }

        var escaped = new StringBuilder(message.Length + 16);
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(message))
        {
            _ = b is >= 0x20 and <= 0x7E and not (byte)'%'
                ? escaped.Append((char)b) : escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return escaped.ToString();
    }

    /// <summary>A stray % stays what it is.</summary>
    public static string UnescapeMessage(string? message) => message is null ? "" : Uri.UnescapeDataString(message);

    public static void AddTo(Metadata metadata, string name, string value)
    {
        if (!Metadata.Entry.IsBinaryKey(name))
        {
            metadata.Add(name, value);
            return;
        }

        // Equal keys may be folded into one header with commas, and padding may be left out.
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            try
            {
                metadata.Add(name, Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '=')));
            }
            catch (FormatException e)
            {
                throw Failures.Internal($"The header {name} is not base64.", e);
            }
        }
    }
}
