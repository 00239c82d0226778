using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Placement;

namespace Orleans.Runtime;

/// <summary>Tells what the cluster consists of: <c>GetGrain&lt;IManagementGrain&gt;(0)</c>.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false);

    /// <summary>How many grains of each class live on each silo.</summary>
    Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();

    Task<int> GetTotalActivationCount();
}

/// <summary>How many grains of one class live on one silo.</summary>
public sealed class SimpleGrainStatistic
{
    /// <summary>The class: its full name, a comma, its assembly.</summary>
    public string GrainType { get; init; } = default!;

    public SiloAddress SiloAddress { get; init; } = default!;

    public int ActivationCount { get; init; }
}

// The silos share a process, so it counts their activations itself instead of asking each.
[PreferLocalPlacement]
internal sealed class ManagementGrain(ClusterHub hub) : Grain, IManagementGrain
{
    public Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) => Task.FromResult(hub.Members.Members.Values
        .Where(m => !onlyActive || m.Status == SiloStatus.Active).ToDictionary(m => m.SiloAddress, m => m.Status));

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult(hub.SiloEndpoints.OfType<Silo>()
        .SelectMany(silo => silo.Activations.GroupBy(a => a.Class.Type).Select(kind => new SimpleGrainStatistic
        {
            GrainType = $"{kind.Key.FullName},{kind.Key.Assembly.GetName().Name}",
            SiloAddress = silo.SiloAddress,
            ActivationCount = kind.Count(),
        })).OrderBy(s => s.SiloAddress).ThenBy(s => s.GrainType, StringComparer.Ordinal).ToArray());

    public Task<int> GetTotalActivationCount() => Task.FromResult(hub.SiloEndpoints.OfType<Silo>().Sum(s => s.Activations.Count));
}

/// <summary>Writes a silo's address as one text, as a value and as a key.</summary>
internal sealed class SiloAddressConverter : JsonConverter<SiloAddress>
{
    public override SiloAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SiloAddress.FromParsableString(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, SiloAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToParsableString());

    public override SiloAddress ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SiloAddress.FromParsableString(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, SiloAddress value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToParsableString());
}
