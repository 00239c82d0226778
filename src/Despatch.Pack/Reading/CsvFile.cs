using System.Globalization;
using Despatch.Domain;

namespace Despatch.Pack.Reading;

/// <summary>
/// A file of plain comma-separated values: a header line with exactly the expected columns, then one record a line.
/// There is no quoting, so that a file stays readable and a diff of it too; a field must do without commas and quotes.
/// </summary>
internal static class CsvFile
{
    public static List<CsvRow> Read(string file, string? text, string[] columns, PackProblems problems)
    {
        if (text is null)
        {
            problems.Add(file, "file-missing", "the pack has no such file");
            return [];
        }

        var lines = text.Split('\n');
        var header = string.Join(',', columns);
        if (!string.Equals(lines[0].TrimEnd('\r'), header, StringComparison.Ordinal))
        {
            problems.Add(file, 1, "header", $"the first line must be '{header}'");
            return [];
        }

        var rows = new List<CsvRow>(lines.Length);
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }

            var fields = line.Split(',');
            if (fields.Length != columns.Length || line.Contains('"', StringComparison.Ordinal))
            {
                problems.Add(file, i + 1, "columns", $"expected {columns.Length} fields without quotes, found {fields.Length} in '{line}'");
                continue;
            }

            rows.Add(new CsvRow(file, i + 1, columns, fields, problems));
        }

        return rows;
    }
}

/// <summary>One record; what cannot be read is reported and read as nothing.</summary>
internal sealed class CsvRow(string file, int line, string[] columns, string[] fields, PackProblems problems)
{
    public string Text(int column) => fields[column].Trim();

    public void Problem(string rule, string text) => problems.Add(file, line, rule, text);

    public string? Named(int column)
    {
        var text = Text(column);
        if (text.Length > 0)
        {
            return text;
        }

        Problem("field-empty", $"'{columns[column]}' must not be empty");
        return null;
    }

    public double? Number(int column)
    {
        if (double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        Problem("not-a-number", $"'{columns[column]}' is '{Text(column)}'");
        return null;
    }

    public int? Count(int column)
    {
        if (int.TryParse(Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return count;
        }

        Problem("not-a-count", $"'{columns[column]}' is '{Text(column)}', not a whole number from 0");
        return null;
    }

    /// <summary>Two neighbouring columns, longitude first.</summary>
    public Point? Point(int longitudeColumn)
    {
        var longitude = Number(longitudeColumn);
        var latitude = Number(longitudeColumn + 1);
        if (longitude is not { } x || latitude is not { } y)
        {
            return null;
        }

        var point = new Point(x, y);
        if (point.IsOnEarth())
        {
            return point;
        }

        Problem("off-earth", $"longitude {Text(longitudeColumn)}, latitude {Text(longitudeColumn + 1)} is not on Earth");
        return null;
    }

    /// <summary>The same, which must lie in a borough or, where outlines are simplified, have it as its nearest.</summary>
    public Point? PointIn(int longitudeColumn, string borough, Geography.BoroughMap map)
    {
        if (Point(longitudeColumn) is not { } point)
        {
            return null;
        }

        var hit = map.Locate(point);
        if (string.Equals(hit?.Borough, borough, StringComparison.Ordinal))
        {
            return point;
        }

        var found = hit is null ? map.LooksSwapped(point) ? "outside the map: longitude and latitude look exchanged" : "outside the map" : $"in {hit.Borough}";
        Problem("outside-borough", $"longitude {Text(longitudeColumn)}, latitude {Text(longitudeColumn + 1)} is not in {borough} but {found}");
        return null;
    }
}
