using System.Collections.Frozen;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Procedures;
using Despatch.Domain.Risk;
using Despatch.Domain.Units;
using Despatch.EventLog;

namespace Despatch.Gateway.Mdt;

/// <summary>Which facts a crew is told of, by their stored names, so that others need not be decoded.</summary>
internal static class MdtFacts
{
    private static readonly FrozenSet<string> OfUnits = NamesOf(typeof(UnitCommitted), typeof(UnitFreed));

    private static readonly FrozenSet<string> OfIncidents = NamesOf(
        typeof(EntryAdded), typeof(IncidentLocated), typeof(IncidentAssessed), typeof(IncidentGraded), typeof(ContactAttached),
        typeof(CallerSaid), typeof(RiskFlagged), typeof(MarkersFound), typeof(CheckRecorded), typeof(PersonNamed),
        typeof(DuplicateAdopted), typeof(IncidentRecoded));

    /// <summary>Whether a fact says that a unit was committed or freed; of which unit.</summary>
    public static bool IsOfUnit(LoggedEvent logged, out string callsign)
    {
        callsign = "";
        if (!OfUnits.Contains(logged.Name))
        {
            return false;
        }

        callsign = logged.Stream[UnitState.KeyPrefix.Length..];
        return true;
    }

    /// <summary>Whether a fact changes what a crew on its way to an incident must know.</summary>
    public static bool IsUpdate(LoggedEvent logged) => OfIncidents.Contains(logged.Name);

    private static FrozenSet<string> NamesOf(params Type[] types) =>
        EventNames.Catalogue.Where(name => types.Contains(name.Value)).Select(static name => name.Key).ToFrozenSet(StringComparer.Ordinal);
}
