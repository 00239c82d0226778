using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Web;

/// <summary>
/// A request that came as gRPC-Web. It differs in its content types and in that the trailers are a last frame of the body.
/// </summary>
internal sealed record GrpcWebFeature(string ResponseContentType)
{
    private const byte TrailersFlag = 0x80;

    public static async Task WriteTrailersAsync(HttpResponse response, IHeaderDictionary trailers)
    {
        var block = new StringBuilder();
        foreach (var (name, values) in trailers)
        {
            foreach (var value in values)
            {
                block.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        WriteFrame(response.BodyWriter, block.ToString());
        await response.BodyWriter.FlushAsync();
    }

    private static void WriteFrame(PipeWriter output, string block)
    {
        var header = output.GetSpan(FrameReader.HeaderSize);
        header[0] = TrailersFlag;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)block.Length);
        output.Advance(FrameReader.HeaderSize);
        Encoding.ASCII.GetBytes(block, output);
    }
}

/// <summary>Says on an endpoint that it takes gRPC-Web.</summary>
internal sealed class GrpcWebEnabled;

/// <summary>Turns a gRPC-Web request into one that a service understands.</summary>
internal sealed class GrpcWebMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var type = http.Request.ContentType;
        var isText = Headers.IsContentType(Headers.WebTextContentType, type);
        if (HttpMethods.IsPost(http.Request.Method) && (isText || Headers.IsContentType(Headers.WebContentType, type))
            && http.GetEndpoint()?.Metadata.GetMetadata<GrpcWebEnabled>() is not null)
        {
            var web = isText ? Headers.WebTextContentType : Headers.WebContentType;
            http.Features.Set(new GrpcWebFeature(web + "+proto"));
            http.Request.ContentType = string.Concat(Headers.ContentType, type.AsSpan(web.Length));
            if (isText)
            {
                http.Request.Body = new Base64DecodingStream(http.Request.Body);
                http.Response.Body = new Base64EncodingStream(http.Response.Body);
            }
        }

        return next(http);
    }
}
