using System.Reflection;
using System.Text.RegularExpressions;

namespace Despatch.Domain.Tests.Support;

/// <summary>One line of a table, with where it stands.</summary>
internal sealed record TableLine(string File, int Number, string Text)
{
    private static readonly Regex Field = new(
        @"\G\s*(?<name>[a-z-]+)=(?:""(?<value>[^""]*)""|(?<value>\S+))\s*", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>The first word: case, at, given, when, then, holds.</summary>
    public string Verb => Text.Split(' ', 2)[0];

    /// <summary>What follows it.</summary>
    public string Rest => Text.Contains(' ', StringComparison.Ordinal) ? Text.Split(' ', 2)[1].Trim() : "";

    /// <summary>The lines of an embedded file, without comments and empty ones.</summary>
    public static IEnumerable<TableLine> Of(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"No table {file} is embedded.");
        using var reader = new StreamReader(stream);
        for (var number = 1; reader.ReadLine() is { } text; number++)
        {
            text = text.Trim();
            if (text.Length > 0 && text[0] != '#')
            {
                yield return new TableLine(file, number, text);
            }
        }
    }

    /// <summary>Reads <c>subject: name field=value field="more words"</c>.</summary>
    public (string Subject, string Name, IReadOnlyDictionary<string, string> Fields) Parts()
    {
        var colon = Rest.IndexOf(':', StringComparison.Ordinal);
        Require(colon > 0, "a colon must follow the subject");
        var body = Rest[(colon + 1)..].Trim();
        var space = body.IndexOf(' ', StringComparison.Ordinal);
        var equals = body.IndexOf('=', StringComparison.Ordinal);
        return equals >= 0 && (space < 0 || equals < space)
            ? (Rest[..colon], "", FieldsOf(body))
            : (Rest[..colon], space < 0 ? body : body[..space], FieldsOf(space < 0 ? "" : body[space..]));
    }

    /// <summary>Fails the test, saying where.</summary>
    public void Require(bool holds, string what) => Assert.True(holds, $"{File}:{Number}: {what}\n  {Text}");

    /// <summary>Fails the test, saying where.</summary>
    public void Fail(string what) => Require(holds: false, what);

    private Dictionary<string, string> FieldsOf(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        for (var match = Field.Match(text); match.Success; match = Field.Match(text, at))
        {
            fields.Add(match.Groups["name"].Value, match.Groups["value"].Value);
            at = match.Index + match.Length;
        }

        Require(at == text.Length || text.Trim().Length == 0, $"cannot read '{text[at..]}'");
        return fields;
    }
}
