namespace Despatch.Scenarios.Reading;

/// <summary>One script: what people did, and what the system is to say, minute by minute.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Case">Which of the ten cases.</param>
/// <param name="Title">The case's title.</param>
/// <param name="AsItWas">Whether people do what they did then; else they act on the prompts.</param>
/// <param name="Starts">The moment that is +00:00, London time.</param>
/// <param name="Failed">What went wrong then; one sentence a line.</param>
/// <param name="Assumed">What the source gives no minute or name for.</param>
/// <param name="Places">Where things are, by the script's name for it.</param>
/// <param name="Steps">In order of time.</param>
internal sealed record Script(
    string File, int Case, string Title, bool AsItWas, DateTime Starts, IReadOnlyList<string> Failed, IReadOnlyList<string> Assumed,
    IReadOnlyDictionary<string, ScriptPlace> Places, IReadOnlyList<ScriptStep> Steps)
{
    /// <summary>What the reader's table says of this script.</summary>
    public IEnumerable<Answer> Answers => Steps.Select(static s => s.Answer).OfType<Answer>();
}

/// <summary>A place of a script.</summary>
internal sealed record ScriptPlace(double Latitude, double Longitude, string Address);

/// <summary>One line of a script.</summary>
/// <param name="Line">Its number, for messages.</param>
/// <param name="At">When, after the start.</param>
/// <param name="Role">In which role somebody acts; empty for an expectation.</param>
/// <param name="Who">Their name; empty for an expectation.</param>
/// <param name="Text">What they do, or what is expected.</param>
/// <param name="Answer">What the expectation answers, if the reader's table names it.</param>
internal sealed record ScriptStep(int Line, TimeSpan At, string Role, string Who, string Text, Answer? Answer)
{
    public bool IsExpectation => Who.Length == 0;
}

/// <summary>One row of the reader's table.</summary>
/// <param name="Failed">What failed then.</param>
/// <param name="Rule">The rule that answers it.</param>
/// <param name="Minutes">After how many minutes it answers.</param>
/// <param name="Then">How long it took then.</param>
internal sealed record Answer(string Failed, string Rule, double Minutes, string Then);

/// <summary>A script cannot be read. Says the file, the line and what is wrong.</summary>
internal sealed class ScriptException(string file, int line, string message) : Exception($"{file}:{line}: {message}");
