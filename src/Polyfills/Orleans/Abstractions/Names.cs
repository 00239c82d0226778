namespace Orleans.Runtime;

/// <summary>
/// The areas of a silo whose clock can be set apart: a keyed <see cref="TimeProvider"/> of one of these names goes before the
/// one registered without a key.
/// </summary>
public static class TimeProviderNames
{
    public const string Grains = "Orleans.Grains";
    public const string Messaging = "Orleans.Messaging";
    public const string SystemTimers = "Orleans.SystemTimers";
    public const string Membership = "Orleans.Membership";
    public const string ActivationManagement = "Orleans.ActivationManagement";
    public const string GrainDirectory = "Orleans.GrainDirectory";
}
