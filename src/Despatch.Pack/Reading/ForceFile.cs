using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Despatch.Domain.Pods;

namespace Despatch.Pack.Reading;

/// <summary>What <c>force.json</c> says.</summary>
internal sealed record ForceFile(
    string Name,
    double PeakCallsAnHour,
    double BusiestDayCalls,
    double QuietHourShare,
    string UnlocatedPod,
    ImmutableArray<Site> Sites,
    ImmutableArray<Pod> Pods,
    ImmutableArray<Elsewhere> Elsewhere,
    ImmutableArray<IncidentCode> OpeningCodes,
    ImmutableArray<IncidentCode> ResultCodes,
    ContactFigures Contacts)
{
    public const string File = "force.json";

    /// <summary>Reads it; null, with the problem told, when it is missing or is not what it should be.</summary>
    public static ForceFile? Read(string? text, PackProblems problems)
    {
        if (text is null)
        {
            problems.Add(File, "file-missing", "the pack has no such file");
            return null;
        }

        try
        {
            var read = JsonSerializer.Deserialize(text, ForceFileJson.Default.ForceFile);
            if (read is not null && !read.HasHoles())
            {
                return read;
            }

            problems.Add(File, "not-a-force", "it holds a null where there must be a value");
        }
        catch (JsonException fault)
        {
            problems.Add(File, "not-a-force", fault.Message);
        }

        return null;
    }

    // The serialiser refuses a null property, but not a null item of an array.
    private bool HasHoles() =>
        Sites.Any(s => s is null) || Pods.Any(p => p is null || p.Boroughs.Any(b => b is null)) || Elsewhere.Any(e => e is null)
        || OpeningCodes.Any(c => c is null) || ResultCodes.Any(c => c is null);
}

/// <summary>The figures for handling contacts, as <c>force.json</c> has them.</summary>
internal sealed record ContactFigures(double AnswerWithinSeconds, int RingBackTries, int MisuseFrom);

/// <summary>Generated at build time: reading by reflection would cost a good part of the start-up.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ForceFile))]
internal sealed partial class ForceFileJson : JsonSerializerContext;
