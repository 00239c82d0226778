using Despatch.Domain.Incidents;

namespace Despatch.Grains;

/// <summary>A silo's supply of free CAD numbers. Thread-safe.</summary>
public interface ICadNumberSource
{
    /// <summary>The next free number of London's day at this moment, for an incident that will live at this pod's site.</summary>
    ValueTask<CadNumber> NextAsync(string pod, DateTimeOffset now);
}

/// <summary>Where a silo's gateway hands in the fixes it receives. Thread-safe; returns how many were not taken.</summary>
public interface IFixIntake
{
    /// <summary>Applies them to the local board at once and to all others within a few hundred milliseconds.</summary>
    int Take(IReadOnlyList<FixOf> fixes);
}
