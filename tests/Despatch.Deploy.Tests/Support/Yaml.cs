using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Despatch.Deploy.Tests.Support;

/// <summary>A YAML file of one document, its anchors and merges resolved, as JSON: every scalar a string.</summary>
internal static class Yaml
{
    public static JsonObject Read(string path)
    {
        using var text = new StringReader(Repository.Read(path));
        var tree = new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(text)));
        return (JsonObject)Json(tree)!;
    }

    /// <summary>The value at a path of keys.</summary>
    public static JsonNode At(this JsonNode node, params string[] keys) => keys.Aggregate(
        node, (at, key) => at[key] ?? throw new InvalidOperationException($"{at.GetPath()} has no {key}."));

    public static string Text(this JsonNode node, params string[] keys) => node.At(keys).GetValue<string>();

    public static IReadOnlyList<string> Texts(this JsonNode node, params string[] keys) =>
        [.. node.At(keys).AsArray().Select(item => item!.GetValue<string>())];

    private static JsonNode? Json(object? tree) => tree switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create((string)pair.Key, Json(pair.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(Json)]),
        _ => JsonValue.Create((string)tree),
    };
}
