using Despatch.V1;

namespace Despatch.LoadTests;

/// <summary>What the tool's clients ask with.</summary>
internal static class Requests
{
    /// <summary>An assessment that holds for any incident of a load.</summary>
    public static readonly Assessment Thrive = new()
    {
        Threat = "as seen by the officer",
        Harm = "none known so far",
        Risk = "may go on",
        Investigation = "officer is a witness",
        Vulnerability = "nobody known to be vulnerable",
        Engagement = "public have been told",
    };

    /// <summary>Sets something of a request, its command above all, in an expression.</summary>
    public static T With<T>(T request, Action<T> set)
    {
        set(request);
        return request;
    }
}
