using Despatch.Domain;
using Despatch.Domain.Pods;
using Despatch.Domain.Units;

namespace Despatch.Gateway.Checks;

/// <summary>Rules for places, and what follows from them: borough and pod.</summary>
internal static class PlaceChecks
{
    /// <summary>The largest circle anybody may mean.</summary>
    public const double RadiusMetres = 100_000;

    /// <summary>A point on Earth whose numbers are not exchanged.</summary>
    public static Point Point(this Check check, V1.Point wire, string field)
    {
        var point = new Point(wire.Longitude, wire.Latitude);
        var inRange = check.Must(point.Latitude is >= -90 and <= 90, $"{field}.latitude", "must be -90 to 90")
            & check.Must(point.Longitude is >= -180 and <= 180, $"{field}.longitude", "must be -180 to 180");
        if (inRange)
        {
            check.Must(!check.Pack.Boroughs.LooksSwapped(point), field, "has longitude and latitude exchanged: longitude is degrees east");
        }

        return inRange ? point : default;
    }

    /// <summary>A point where the force may have something to do.</summary>
    public static Point PointInArea(this Check check, V1.Point wire, string field)
    {
        var point = check.Point(wire, field);
        if (check.First is null)
        {
            check.Must(
                check.Pack.Boroughs.IsInArea(point, check.Options.AreaMarginMetres), field,
                $"must lie within {check.Options.AreaMarginMetres / 1_000:0} km of the area of {check.Pack.Force.Name}");
        }

        return point;
    }

    /// <summary>A radius.</summary>
    public static double Radius(this Check check, double metres, string field)
    {
        check.Must(metres is >= 0 and <= RadiusMetres, field, $"must be 0 to {RadiusMetres:#,0} metres");
        return metres;
    }

    /// <summary>Where something is: its borough and pod by its point, else the pod that is given for that case.</summary>
    public static Place Place(this Check check, V1.Location? wire, string field, string podIfUnlocated)
    {
        var address = check.OptionalText(wire?.Address ?? "", $"{field}.address", TextChecks.AddressLength);
        if (wire?.Point is not { } given)
        {
            return new Place(null, address, "", podIfUnlocated);
        }

        var point = check.PointInArea(given, $"{field}.point");
        return check.First is null ? check.Pack.PlaceOf(point, address) : new Place(null, address, "", podIfUnlocated);
    }

    /// <summary>The pod of a point, or the force's for what nobody can locate.</summary>
    public static string PodOf(this Check check, Point? point) =>
        point is { } at && check.Pack.Resolve(at) is { } found ? found.Pod : check.Pack.Force.UnlocatedPod;

    /// <summary>A pod's code; empty gives the default.</summary>
    public static string Pod(this Check check, string code, string field, string otherwise)
    {
        if (code.Length == 0)
        {
            return otherwise;
        }

        check.Must(check.Pack.Pods.ContainsKey(code), field, "must be the code of a pod of the force");
        return code;
    }

    /// <summary>One reported position, or none.</summary>
    public static Fix? OptionalFix(this Check check, V1.Fix? wire, string field) => wire is null ? null : check.Fix(wire, field);

    /// <summary>One reported position. A unit may be anywhere on Earth: a pursuit knows no boundary.</summary>
    public static Fix Fix(this Check check, V1.Fix wire, string field)
    {
        check.Must(wire.Point is not null, $"{field}.point", "must be given");
        var point = wire.Point is null ? default : check.Point(wire.Point, $"{field}.point");
        var at = check.PastTime(wire.At, $"{field}.at");
        return new Fix(point, at, check.Radius(wire.AccuracyMetres, $"{field}.accuracy_metres"));
    }

    /// <summary>A ring-fenced unit's ground.</summary>
    public static Ward Ward(this Check check, V1.Ward wire, string field)
    {
        var name = check.Text(wire.Name, $"{field}.name", TextChecks.NameLength);
        check.Must(wire.Centre is not null, $"{field}.centre", "must be given");
        var centre = wire.Centre is null ? default : check.PointInArea(wire.Centre, $"{field}.centre");
        return new Ward(name, centre, check.Radius(wire.RadiusMetres, $"{field}.radius_metres"));
    }
}
