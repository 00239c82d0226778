using System.Collections.Immutable;

namespace Despatch.Domain.Units;

/// <summary>The radio and MDT status of a unit. The numbers are the ones the crews press (DESIGN.md, 'Words').</summary>
public enum UnitStatus
{
    /// <summary>0: officer needs assistance.</summary>
    Emergency = 0,
    /// <summary>1: on duty, not yet available.</summary>
    OnDuty = 1,
    /// <summary>2: available, on patrol.</summary>
    OnPatrol = 2,
    /// <summary>3: available at station.</summary>
    AtStation = 3,
    /// <summary>4: refreshments; deployable to I only.</summary>
    Refreshments = 4,
    /// <summary>5: en route.</summary>
    EnRoute = 5,
    /// <summary>6: on scene.</summary>
    OnScene = 6,
    /// <summary>7: committed, deployable by divert.</summary>
    CommittedDeployable = 7,
    /// <summary>8: committed, not deployable.</summary>
    CommittedNotDeployable = 8,
    /// <summary>9: with a prisoner.</summary>
    WithPrisoner = 9,
    /// <summary>10: off duty.</summary>
    OffDuty = 10,
}

/// <summary>Which status a crew can have next. 5 and 6 need an assignment besides; 10 is reached by booking off only.</summary>
public static class UnitStatusRules
{
    private static readonly ImmutableArray<ImmutableArray<int>> Next =
    [
        [1, 2, 3, 5, 6, 7, 8, 9],
        [0, 2, 3, 4, 8],
        [0, 1, 3, 4, 5, 6, 7, 8, 9],
        [0, 1, 2, 4, 5, 6, 7, 8, 9],
        [0, 1, 2, 3, 5, 6],
        [0, 2, 3, 6, 7],
        [0, 2, 3, 5, 7, 8, 9],
        [0, 2, 3, 5, 6, 8, 9],
        [0, 1, 2, 3, 5, 6, 7, 9],
        [0, 1, 2, 3, 8],
        [],
    ];

    /// <summary>Whether a crew in status <paramref name="from"/> can press <paramref name="to"/> next.</summary>
    public static bool CanFollow(UnitStatus from, UnitStatus to) => Next[(int)from].Contains((int)to);
}
