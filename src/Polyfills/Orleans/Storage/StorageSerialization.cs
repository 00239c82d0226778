using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace Orleans.Serialization
{
    /// <summary>How states are written as JSON; change the options in place.</summary>
    public sealed class SystemTextJsonGrainStorageSerializerOptions
    {
        public JsonSerializerOptions JsonSerializerOptions { get; } = new()
        {
            IncludeFields = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
    }
}

namespace Orleans.Storage
{
    /// <summary>Writes states as JSON. Unlike upstream it is the default here.</summary>
    public sealed class SystemTextJsonGrainStorageSerializer(IOptions<Orleans.Serialization.SystemTextJsonGrainStorageSerializerOptions> options)
        : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => BinaryData.FromObjectAsJson(input, options.Value.JsonSerializerOptions);

        public T? Deserialize<T>(BinaryData input)
        {
            ArgumentNullException.ThrowIfNull(input);
            return input.ToObjectFromJson<T>(options.Value.JsonSerializerOptions);
        }
    }
}
