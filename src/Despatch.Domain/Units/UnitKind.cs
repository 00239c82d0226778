namespace Despatch.Domain.Units;

/// <summary>The kinds of deployable crew.</summary>
public enum UnitKind
{
    /// <summary>A borough's response car: the backbone.</summary>
    ResponseCar,
    /// <summary>A response van: carries prisoners.</summary>
    ResponseVan,
    /// <summary>A fast car with an advanced driver.</summary>
    AreaCar,
    /// <summary>Officers on foot.</summary>
    FootPatrol,
    /// <summary>Safer Neighbourhoods: ring-fenced to its ward.</summary>
    SaferNeighbourhoods,
    /// <summary>Special constables.</summary>
    Special,
    /// <summary>Armed response vehicle; pan-London.</summary>
    Armed,
    /// <summary>Dog unit; pan-London.</summary>
    Dog,
    /// <summary>Traffic; pan-London.</summary>
    Traffic,
    /// <summary>Territorial Support Group, the Commissioner's Reserve: moves on a chief inspector's word.</summary>
    Tsg,
}

/// <summary>What a crew can do that another may not.</summary>
public enum Skill
{
    /// <summary>Advanced driver, permitted pursuit.</summary>
    Pursuit,
    /// <summary>Carries a conducted energy device.</summary>
    Taser,
    /// <summary>Firearms.</summary>
    Firearms,
    /// <summary>Tools and training to force a door.</summary>
    MethodOfEntry,
    /// <summary>Level two public order.</summary>
    PublicOrder,
    /// <summary>A dog and handler.</summary>
    DogHandler,
    /// <summary>Road death and collision investigation.</summary>
    Collision,
    /// <summary>Enhanced first aid.</summary>
    EnhancedFirstAid,
    /// <summary>Can carry a prisoner in a cage.</summary>
    PrisonerTransport,
}
