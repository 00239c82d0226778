using Despatch.Domain;

namespace Despatch.Exercise.Events;

/// <summary>One recorded event of a CSV file.</summary>
/// <param name="Row">Its line in the file, the header's being 1.</param>
/// <param name="At">When.</param>
/// <param name="Point">Where.</param>
/// <param name="Reason">Why police acted.</param>
/// <param name="Kind">What they did.</param>
public sealed record RecordedEvent(int Row, DateTimeOffset At, Point Point, string Reason, string Kind);

/// <summary>A row that cannot be played.</summary>
/// <param name="Row">Its line in the file, the header's being 1.</param>
/// <param name="Rule">The rule it breaks, a stable code: <c>coordinates-swapped</c>.</param>
/// <param name="Text">What is wrong, in words.</param>
public sealed record BadRow(int Row, string Rule, string Text)
{
    /// <summary>As shown to a person.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"row {Row}: {Rule}: {Text}");
}
