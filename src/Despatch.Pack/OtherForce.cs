namespace Despatch.Pack;

/// <summary>
/// Another police force, with the number on which its control room's supervisor is reached. Seeds/004, 'A recommended approach: force control rooms
/// and missing persons': control rooms must have a list of the numbers of the supervisors in all other control rooms, since some officers
/// have resorted to ringing 101.
/// </summary>
/// <param name="Code">A short name for it, unique: <c>essex</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="SupervisorNumber">The number, in international form.</param>
public sealed record OtherForce(string Code, string Name, string SupervisorNumber);
