using Telemetry.Semantics.Language;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>The tokens of a question that carry something, and which of them a rule has made use of.</summary>
internal sealed class Sentence
{
    private readonly bool[] _used;

    public Sentence(Reading reading)
    {
        Words = reading.Words;
        Zone = reading.Zone;
        Tokens = [.. reading.Tokens.Where(token => token is not FillerToken)];
        Tokens = [.. Tokens.Select((token, i) => AsJoin(AsDimension(token, i == 0 ? null : Tokens[i - 1]), i + 1 < Tokens.Count ? Tokens[i + 1] : null))];
        _used = new bool[Tokens.Count];
    }

    public IReadOnlyList<Word> Words { get; }

    public IReadOnlyList<Token> Tokens { get; }

    public string? Zone { get; }

    public int Count => Tokens.Count;

    public Token? this[int i] => i >= 0 && i < Tokens.Count ? Tokens[i] : null;

    public bool IsFree(int i) => i >= 0 && i < Tokens.Count && !_used[i];

    public void Use(int i)
    {
        if (i >= 0 && i < Tokens.Count) _used[i] = true;
    }

    /// <summary>Token i is that keyword, used or not.</summary>
    public bool Is(int i, string role) => this[i] is KeywordToken keyword && keyword.Role == role;

    public bool Is(int i, string role, string other) => Is(i, role) || Is(i, other);

    public bool Has(string role) => Tokens.Any(token => token is KeywordToken keyword && keyword.Role == role);

    /// <summary>Indices of the keyword, in order.</summary>
    public IEnumerable<int> All(string role) => Enumerable.Range(0, Count).Where(i => Is(i, role));

    /// <summary>Makes use of every token of that role; false when there is none.</summary>
    public bool UseAll(params ReadOnlySpan<string> roles)
    {
        var any = false;
        foreach (var role in roles)
            foreach (var i in All(role))
            {
                Use(i);
                any = true;
            }
        return any;
    }

    /// <summary>Indices of free tokens of a kind.</summary>
    public IEnumerable<int> Free<T>() where T : Token => Enumerable.Range(0, Count).Where(i => Tokens[i] is T && IsFree(i)).ToList();

    // "by weekday", "which weekday": the days by name, not "weekdays" against weekends.
    private static Token AsDimension(Token token, Token? before) =>
        token is ValueToken { Values: [{ Dimension: "day_kind", Value: "weekday" }], Plural: false } && before is KeywordToken { Role: "by" or "per" or "which" } or SuperlativeToken
            ? new DimensionToken("weekday") { Start = token.Start, End = token.End, Text = token.Text }
            : token;

    // "Chicago + Denver"
    private static Token AsJoin(Token token, Token? next) =>
        token is ComparatorToken { Text: "+" } && next is ValueToken ? new KeywordToken("and") { Start = token.Start, End = token.End, Text = token.Text } : token;

    /// <summary>The word right before a token, fillers included; empty at the beginning.</summary>
    public string WordBefore(int i) => this[i] is { Start: > 0 } token ? Words[token.Start - 1].Plain : "";

    public string WordAfter(int i) => this[i] is { } token && token.End < Words.Count ? Words[token.End].Plain : "";
}
