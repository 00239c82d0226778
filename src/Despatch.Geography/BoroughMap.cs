using System.Collections.Frozen;
using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace Despatch.Geography;

/// <summary>
/// The boroughs (or whatever a force's areas are) and which of them a point lies in. Degrees in, metres inside.
/// Immutable after <see cref="FromGeoJson"/>; every member may be called from many threads at once.
/// </summary>
public sealed class BoroughMap
{
    /// <summary>How far outside every borough a point may lie and still be given the nearest: 500 m. Nowhere in London is the middle of
    /// the Thames that far from both banks, so a point in the river always has a borough.</summary>
    public const double NearestWithinMetres = 500;

    private readonly Plane _plane;
    private readonly ImmutableArray<Shape> _shapes;
    private readonly FrozenDictionary<string, Shape> _byName;
    private readonly STRtree<Shape> _tree = new();

    private BoroughMap(ImmutableArray<MapArea> areas)
    {
        var points = areas.SelectMany(a => a.Polygons).SelectMany(p => p).SelectMany(r => r).ToList();
        Bounds = new MapBounds(
            points.Min(p => p.Longitude), points.Min(p => p.Latitude), points.Max(p => p.Longitude), points.Max(p => p.Latitude));
        _plane = new Plane((Bounds.MinLatitude + Bounds.MaxLatitude) / 2);
        _shapes = [.. areas.Select((area, order) => new Shape(order, area, _plane))];
        _byName = _shapes.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);
        foreach (var shape in _shapes)
        {
            _tree.Insert(shape.Geometry.EnvelopeInternal, shape);
        }

        // The tree and the prepared shapes build their indexes on first use; done here, reading needs no lock.
        _tree.Build();
        foreach (var shape in _shapes)
        {
            _ = shape.Covers(shape.Interior);
        }

        Boroughs = [.. _shapes.Select(s => s.Name)];
    }

    /// <summary>The names of all boroughs, in the order of the file.</summary>
    public ImmutableArray<string> Boroughs { get; }

    /// <summary>The box around all of them.</summary>
    public MapBounds Bounds { get; }

    /// <summary>Reads a GeoJSON FeatureCollection of polygons with names.</summary>
    /// <exception cref="MapFormatException">It is not one; the message says why.</exception>
    public static BoroughMap FromGeoJson(string geoJson)
    {
        ArgumentNullException.ThrowIfNull(geoJson);
        return new BoroughMap(GeoJsonReader.Read(geoJson));
    }

    /// <summary>Whether the map has a borough of that name, spelt exactly so.</summary>
    public bool Has(string borough) => _byName.ContainsKey(borough);

    /// <summary>
    /// The borough a point lies in; the nearest one, said to be so, when it lies in none but within
    /// <see cref="NearestWithinMetres"/>; null beyond, and for a point that is not on Earth. On a common edge the earlier in the file wins.
    /// </summary>
    public BoroughHit? Locate(Domain.Point point)
    {
        if (!point.IsOnEarth())
        {
            return null;
        }

        var at = new Point(_plane.ToMetres(point));
        Shape? inside = null;
        foreach (var shape in _tree.Query(at.EnvelopeInternal))
        {
            if ((inside is null || shape.Order < inside.Order) && shape.Covers(at))
            {
                inside = shape;
            }
        }

        return inside is null ? Nearest(at) : new BoroughHit(inside.Name, Nearest: false, 0);
    }

    /// <summary>Whether a point lies in a borough or at most so many metres outside all of them.</summary>
    public bool IsInArea(Domain.Point point, double marginMetres = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(marginMetres);
        if (!point.IsOnEarth())
        {
            return false;
        }

        var at = new Point(_plane.ToMetres(point));
        foreach (var shape in Around(at, marginMetres))
        {
            if (shape.Geometry.Distance(at) <= marginMetres)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether two boroughs lie at most so many metres from each other: 0 for those with a common edge.</summary>
    /// <exception cref="KeyNotFoundException">The map has no borough of one of the names.</exception>
    public bool AreWithin(string borough, string other, double metres) => _byName[borough].Geometry.IsWithinDistance(_byName[other].Geometry, metres);

    /// <summary>Whether a point lies outside the area but would lie in it with longitude and latitude exchanged: a client's commonest slip.</summary>
    public bool LooksSwapped(Domain.Point point) =>
        !IsInArea(point, NearestWithinMetres) && IsInArea(new Domain.Point(point.Latitude, point.Longitude), NearestWithinMetres);

    /// <summary>A point well inside the borough, for labels and for 'somewhere in Lambeth'. Not the centre of mass, which may lie outside.</summary>
    /// <exception cref="KeyNotFoundException">The map has no such borough.</exception>
    public Domain.Point Centre(string borough) => _plane.ToPoint(_byName[borough].Interior.Coordinate);

    /// <summary>
    /// The rings that outline a borough, shells and holes alike, each closed; fill them by the even-odd rule.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The map has no such borough.</exception>
    public ImmutableArray<ImmutableArray<Domain.Point>> Outline(string borough) => _byName[borough].Rings;

    private BoroughHit? Nearest(Point at)
    {
        Shape? nearest = null;
        var metres = NearestWithinMetres;
        foreach (var shape in Around(at, NearestWithinMetres))
        {
            var away = shape.Geometry.Distance(at);
            if (away < metres || (away == metres && (nearest is null || shape.Order < nearest.Order)))
            {
                (nearest, metres) = (shape, away);
            }
        }

        return nearest is null ? null : new BoroughHit(nearest.Name, Nearest: true, metres);
    }

    private IList<Shape> Around(Point at, double metres)
    {
        var box = at.EnvelopeInternal.Copy();
        box.ExpandBy(metres);
        return _tree.Query(box);
    }

    /// <summary>One borough, in metres, indexed.</summary>
    private sealed class Shape
    {
        private readonly IPreparedGeometry _prepared;

        public Shape(int order, MapArea area, Plane plane)
        {
            Order = order;
            Name = area.Name;
            Rings = [.. area.Polygons.SelectMany(p => p)];
            var factory = GeometryFactory.Default;
            LinearRing Ring(ImmutableArray<Domain.Point> ring) => factory.CreateLinearRing([.. ring.Select(plane.ToMetres)]);
            var polygons = area.Polygons.Select(p => factory.CreatePolygon(Ring(p[0]), [.. p.Skip(1).Select(Ring)])).ToArray();
            Geometry = polygons.Length == 1 ? polygons[0] : factory.CreateMultiPolygon(polygons);
            if (!Geometry.IsValid)
            {
                throw new MapFormatException($"'{Name}' is not a valid area: its outline crosses itself or its parts overlap.");
            }

            Interior = Geometry.InteriorPoint;
            _prepared = PreparedGeometryFactory.Prepare(Geometry);
        }

        public int Order { get; }

        public string Name { get; }

        public ImmutableArray<ImmutableArray<Domain.Point>> Rings { get; }

        public Geometry Geometry { get; }

        public Point Interior { get; }

        public bool Covers(Point at) => _prepared.Covers(at);
    }
}
