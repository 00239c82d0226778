using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.Grains;
using Despatch.Pack;

namespace Despatch.Gateway.Commands;

/// <summary>Where units are, as far as this silo's board knows. Thread-safe.</summary>
internal sealed class UnitFixes(Board.Board board, ForcePack pack)
{
    /// <summary>The newer of a fix and the board's.</summary>
    public Fix? Newest(string callsign, Fix? known) =>
        board.Unit(callsign)?.Fix is { } fix && (known is null || fix.At > known.At) ? fix : known;

    /// <summary>A status with the place that an emergency is opened at: the terminal's fix, else the board's.</summary>
    public SetStatus Complete(string callsign, UnitStatus status, Fix? given)
    {
        var row = board.Unit(callsign);
        var fix = given ?? row?.Fix;
        var place = fix is null
            ? new Place(null, "", "", row?.State.Pod ?? pack.Force.UnlocatedPod)
            : pack.PlaceOf(fix.Point, "");
        return new SetStatus(status, fix, place);
    }

    /// <summary>The incident that a status opened, spelt, or empty.</summary>
    public static string CadOpened(UnitStatus status, Answer answer) =>
        status == UnitStatus.Emergency && CadNumber.TryFromKey(answer.Key, out var cad) ? cad.ToString() : "";
}
