namespace Despatch.Domain.Contacts;

/// <summary>A force's figures for handling contacts. Immutable; a pack gives them (<c>force.json</c>, <c>contacts</c>).</summary>
/// <param name="AnswerWithin">Within what time a 999 call is to be answered. Seeds, Learning the Lessons (004): under 10 s.</param>
/// <param name="RingBackTries">
/// After how many unanswered tries a supervisor may end a silent or abandoned call that nobody has reached. Seeds, Learning the Lessons (004),
/// case 1: the first try found nobody, the next one found the woman.
/// </param>
/// <param name="MisuseFrom">From how many misuse 999 calls a caller is a persistent one. Seeds, 2005 review (001), recommendation 16: 10.</param>
public sealed record ContactPolicy(TimeSpan AnswerWithin, int RingBackTries, int MisuseFrom)
{
    /// <summary>The seeds' figures, for a force that says nothing else.</summary>
    public static ContactPolicy Seeds { get; } = new(TimeSpan.FromSeconds(10), RingBackTries: 3, MisuseFrom: 10);
}
