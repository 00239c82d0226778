using System.Collections.Immutable;
using System.Text.Json;

namespace Despatch.Geography;

/// <summary>One area of a map file: its name and its polygons, each a shell followed by its holes, in WGS84 degrees.</summary>
internal sealed record MapArea(string Name, ImmutableArray<ImmutableArray<ImmutableArray<Domain.Point>>> Polygons);

/// <summary>
/// Reads the part of GeoJSON (RFC 7946) that a map of areas needs: a FeatureCollection of Polygon and MultiPolygon features,
/// each with a name in <c>properties.name</c> or as its <c>id</c>.
/// </summary>
internal static class GeoJsonReader
{
    public static ImmutableArray<MapArea> Read(string geoJson)
    {
        try
        {
            using var document = JsonDocument.Parse(geoJson);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "type") is not "FeatureCollection")
            {
                throw new MapFormatException("The map must be a GeoJSON FeatureCollection.");
            }

            if (!root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            {
                throw new MapFormatException("The map has no array of 'features'.");
            }

            var areas = features.EnumerateArray().Select(Area).ToImmutableArray();
            Check(areas);
            return areas;
        }
        catch (JsonException fault)
        {
            throw new MapFormatException($"The map is not JSON: {fault.Message}", fault);
        }
    }

    private static void Check(ImmutableArray<MapArea> areas)
    {
        if (areas.IsEmpty)
        {
            throw new MapFormatException("The map has no areas.");
        }

        var twice = areas.GroupBy(a => a.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new MapFormatException($"The map has two areas named '{twice.Key}'.");
        }
    }

    private static MapArea Area(JsonElement feature, int index)
    {
        var name = feature.ValueKind == JsonValueKind.Object ? Name(feature) : null;
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new MapFormatException($"Feature {index} has no name: neither properties.name nor id.");
        }

        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind != JsonValueKind.Object
            || !geometry.TryGetProperty("coordinates", out var coordinates))
        {
            throw new MapFormatException($"'{name}' has no geometry with coordinates.");
        }

        var polygons = Text(geometry, "type") switch
        {
            "Polygon" => [Polygon(coordinates, name)],
            "MultiPolygon" => Items(coordinates, name).Select(p => Polygon(p, name)).ToImmutableArray(),
            var other => throw new MapFormatException($"'{name}' is a {other ?? "geometry of no type"}; only Polygon and MultiPolygon are areas."),
        };
        return polygons.IsEmpty ? throw new MapFormatException($"'{name}' has no polygon.") : new MapArea(name, polygons);
    }

    private static string? Name(JsonElement feature) =>
        feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            && Text(properties, "name") is { } name
            ? name
            : Text(feature, "id");

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ImmutableArray<ImmutableArray<Domain.Point>> Polygon(JsonElement rings, string name)
    {
        var read = Items(rings, name).Select(ring => Ring(ring, name)).ToImmutableArray();
        return read.IsEmpty ? throw new MapFormatException($"'{name}' has a polygon without a ring.") : read;
    }

    private static ImmutableArray<Domain.Point> Ring(JsonElement ring, string name)
    {
        var points = Items(ring, name).Select(position => Position(position, name)).ToImmutableArray();
        if (points.Length < 4 || points[0] != points[^1])
        {
            throw new MapFormatException($"'{name}' has a ring that is not closed or has fewer than four positions.");
        }

        return points;
    }

    private static Domain.Point Position(JsonElement position, string name)
    {
        if (position.ValueKind == JsonValueKind.Array && position.GetArrayLength() >= 2
            && position[0].ValueKind == JsonValueKind.Number && position[1].ValueKind == JsonValueKind.Number)
        {
            var point = new Domain.Point(position[0].GetDouble(), position[1].GetDouble());
            if (point.IsOnEarth())
            {
                return point;
            }
        }

        throw new MapFormatException($"'{name}' has a position that is not [longitude, latitude] on Earth: {position.GetRawText()}");
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement array, string name) =>
        array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray()
            : throw new MapFormatException($"'{name}' has coordinates that are not nested arrays.");
}
