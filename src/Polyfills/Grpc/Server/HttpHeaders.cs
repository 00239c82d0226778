using System.Globalization;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Metadata and statuses in ASP.NET's headers.</summary>
internal static class HttpHeaders
{
    public static Metadata Read(HttpRequest request)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in Headers.IsProtocol(name) ? default : values)
            {
                Headers.AddTo(metadata, name, value ?? "");
            }
        }

        return metadata;
    }

    /// <summary>All that is said at the end of a call.</summary>
    public static void AddEnd(IHeaderDictionary trailers, Status status, Metadata metadata, string? requestEncoding)
    {
        foreach (var entry in metadata)
        {
            trailers.Append(entry.Key, entry.WireValue());
        }

        trailers[Headers.Status] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (!string.IsNullOrEmpty(status.Detail))
        {
            trailers[Headers.Message] = Headers.EscapeMessage(status.Detail);
        }

        if (status.StatusCode == StatusCode.Unimplemented && !Encodings.IsKnown(requestEncoding))
        {
            trailers[Headers.AcceptEncoding] = Encodings.Accepted;
        }
    }
}
