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
}

/// <summary>How many grains of one class live on one silo.</summary>
public sealed class SimpleGrainStatistic
{
    /// <summary>The class: its full name, a comma, its assembly.</summary>
    public string GrainType { get; init; } = default!;

    public SiloAddress SiloAddress { get; init; } = default!;

    public int ActivationCount { get; init; }
}

[PreferLocalPlacement]
internal sealed class ManagementGrain(ClusterHub hub) : Grain, IManagementGrain
{
    public Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) => Task.FromResult(hub.Members.Members.Values
        .Where(m => !onlyActive || m.Status == SiloStatus.Active).ToDictionary(m => m.SiloAddress, m => m.Status));

    public async Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics()
    {
        var all = new List<SimpleGrainStatistic>();
        foreach (var silo in hub.SiloEndpoints)
        {
            // Silos of this process are counted here; another process is asked, and left out when it does not answer.
            all.AddRange(silo is Silo near ? near.Statistics() : await Ask(silo.Address!));
        }

        return [.. all];
    }

    private async Task<SimpleGrainStatistic[]> Ask(SiloAddress silo)
    {
        try
        {
            return await SystemGrain.Of(GrainFactory, silo).Statistics();
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return [];
        }
    }
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
