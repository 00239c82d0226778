using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Despatch.Domain.Markers;
using Despatch.Pack;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Despatch.Host.Commands;

/// <summary>
/// <c>markers</c>: adds markers from a file to a running cluster, through any of its gateways. A file that breaks a rule is refused whole before
/// anything is sent. A line's command id follows from what it says, so a run that broke off is run again and adds nothing twice. Exit codes: 0 all
/// are there; 1 the cluster refused one; 2 the file cannot be used, or no gateway answered.
/// </summary>
internal static class MarkersCommand
{
    private const int Refused = 1;
    private const int NoGateway = 2;
    private const int AtOnce = 16;

    private static readonly Argument<FileInfo> Source = new("file") { Description = "A CSV of markers; the pack's README says how." };

    public static Command Create()
    {
        var command = new Command("markers", "Adds markers from a CSV file to a running cluster; the same file again adds nothing twice.")
        {
            Source, StatusCommand.Gateway, StatusCommand.Operator,
        };
        command.SetAction((parsed, ct) => Problems.ReportAsync(async () =>
        {
            var markers = ForcePack.London.ReadMarkers(parsed.GetValue(Source)!.FullName);
            var address = parsed.GetValue(StatusCommand.Gateway)!;
            try
            {
                await SendAsync(markers, address, parsed.GetValue(StatusCommand.Operator)!, ct);
            }
            catch (RpcException fault)
            {
                var isAway = fault.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded;
                await Console.Error.WriteLineAsync($"{address}: {fault.Status.Detail} ({fault.StatusCode}). Run it again once that is mended.");
                return isAway ? NoGateway : Refused;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{markers.Length:N0} markers are on record."));
            return 0;
        }));
        return command;
    }

    /// <summary>The command id of a line: the same for the same line.</summary>
    internal static string IdOf(AddMarker marker)
    {
        var text = string.Join('\n', marker.Kind.Code, marker.Subject.Kind, marker.Subject.Name, marker.Words, marker.Source, marker.From?.UtcTicks, marker.Until?.UtcTicks);
        return "file-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    private static async Task SendAsync(IReadOnlyCollection<AddMarker> markers, Uri address, string who, CancellationToken ct)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var client = new V1.Markers.MarkersClient(channel);
        var headers = new Metadata { { "x-operator", who }, { "x-role", "supervisor" } };
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(markers, options, async (marker, cancel) =>
            await client.AddAsync(RequestOf(marker), headers, cancellationToken: cancel));
    }

    private static V1.AddMarkerRequest RequestOf(AddMarker marker) => new()
    {
        Command = new V1.Command { CommandId = IdOf(marker) },
        Kind = marker.Kind.Code,
        Subject = marker.Subject.Kind switch
        {
            SubjectKind.Person => new V1.MarkerSubject { Person = marker.Subject.Name },
            SubjectKind.Phone => new V1.MarkerSubject { Phone = marker.Subject.Name },
            _ => new V1.MarkerSubject { Address = AddressOf(marker.Subject) },
        },
        Words = marker.Words,
        Source = marker.Source,
        From = marker.From is { } from ? Timestamp.FromDateTimeOffset(from) : null,
        Until = marker.Until is { } until ? Timestamp.FromDateTimeOffset(until) : null,
        Pod = marker.Pod,
    };

    private static V1.Location AddressOf(MarkerSubject subject) => new()
    {
        Address = subject.Name,
        Point = subject.Point is { } point ? new V1.Point { Longitude = point.Longitude, Latitude = point.Latitude } : null,
    };
}
