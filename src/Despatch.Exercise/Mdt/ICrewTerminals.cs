using Despatch.V1;

namespace Despatch.Exercise.Mdt;

/// <summary>The crews behind an MDT service. Called in the order of the numbers, one at a time; must not block.</summary>
public interface ICrewTerminals
{
    /// <summary>Go there.</summary>
    void OnSend(MdtSend send);

    /// <summary>The incident changed.</summary>
    void OnUpdate(MdtUpdate update);

    /// <summary>No longer needed there.</summary>
    void OnStandDown(MdtStandDown standDown);
}
