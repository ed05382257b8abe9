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
        var tokens = reading.Tokens.Where(token => token is not FillerToken).ToList();
        Tokens =
        [
            .. tokens.Select((token, i) => Settled(token, tokens.ElementAtOrDefault(i - 1), tokens.ElementAtOrDefault(i + 1))),
        ];
        _used = new bool[Tokens.Count];
    }

    public IReadOnlyList<Word> Words { get; }

    public IReadOnlyList<Token> Tokens { get; }

    public string? Zone { get; }

    public int Count => Tokens.Count;

    public Token? this[int i] => i >= 0 && i < Tokens.Count ? Tokens[i] : null;

    public bool IsFree(int i) => i >= 0 && i < Tokens.Count && !_used[i];

    /// <summary>Token i is one of those keywords, and no rule has used it.</summary>
    public bool IsFree(int i, params ReadOnlySpan<string> roles) => IsFree(i) && Is(i, roles);

    public void Use(int i)
    {
        if (i >= 0 && i < Tokens.Count) _used[i] = true;
    }

    /// <summary>Makes use of a stretch of tokens, both ends included.</summary>
    public void Use(int first, int last)
    {
        for (var i = first; i <= last; i++) Use(i);
    }

    /// <summary>Makes use of a token if it is one of those keywords.</summary>
    public void UseIf(int i, params ReadOnlySpan<string> roles)
    {
        if (Is(i, roles)) Use(i);
    }

    /// <summary>Makes use of every token of those roles; false when there is none.</summary>
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

    /// <summary>Token i is one of those keywords, used or not.</summary>
    public bool Is(int i, params ReadOnlySpan<string> roles) => this[i] is KeywordToken keyword && roles.Contains(keyword.Role);

    public bool Has(string role) => Tokens.Any(token => token is KeywordToken keyword && keyword.Role == role);

    /// <summary>The keyword stands somewhere before token i.</summary>
    public bool HasBefore(int i, string role) => All(role).Any(at => at < i);

    /// <summary>There is a token of that kind, used or not.</summary>
    public bool Any<T>() where T : Token => Tokens.Any(token => token is T);

    /// <summary>One of those words is in the question, fillers included.</summary>
    public bool Says(params string[] words) => Words.Any(word => words.Contains(word.Plain));

    /// <summary>Indices of the keyword, in order.</summary>
    public IEnumerable<int> All(string role) => Enumerable.Range(0, Count).Where(i => Is(i, role));

    /// <summary>The tokens of a kind that are free now, with their indices.</summary>
    public List<(int At, T Token)> Free<T>() where T : Token
    {
        var free = new List<(int, T)>();
        for (var i = 0; i < Count; i++) if (Tokens[i] is T token && IsFree(i)) free.Add((i, token));
        return free;
    }

    /// <summary>Indices of free tokens that are that ambiguous word.</summary>
    public List<int> FreeAmbiguous(string word) =>
        [.. Free<AmbiguousToken>().Where(found => found.Token.Word == word).Select(found => found.At)];

    /// <summary>The first index from i on that is none of those keywords.</summary>
    public int Past(int i, params ReadOnlySpan<string> roles)
    {
        while (Is(i, roles)) i++;
        return i;
    }

    /// <summary>The last index up to i that is none of those keywords.</summary>
    public int Before(int i, params ReadOnlySpan<string> roles)
    {
        while (Is(i, roles)) i--;
        return i;
    }

    /// <summary>The last index up to i that is no value which a rule has used: "the average Canadian viewer".</summary>
    public int BeforeValues(int i)
    {
        while (this[i] is ValueToken && !IsFree(i)) i--;
        return i;
    }

    /// <summary>The word right before a token, fillers included; empty at the beginning.</summary>
    public string WordBefore(int i) => this[i] is { Start: > 0 } token ? Words[token.Start - 1].Plain : "";

    /// <summary>The words right before a token, at most so many.</summary>
    public IEnumerable<string> WordsBefore(int i, int count) =>
        this[i] is { } token ? Words.Take(token.Start).TakeLast(count).Select(word => word.Plain) : [];

    /// <summary>The word right behind a token, fillers included; empty at the end.</summary>
    public string WordAfter(int i) => this[i] is { } token && token.End < Words.Count ? Words[token.End].Plain : "";

    // "by weekday", "which weekday": the days by name, not "weekdays" against weekends.
    private static Token AsDimension(Token token, Token? before)
    {
        var isOneDay = token is ValueToken { Values: [{ Dimension: "day_kind", Value: "weekday" }], Plural: false };
        return isOneDay && before is KeywordToken { Role: "by" or "per" or "which" } or SuperlativeToken
            ? new DimensionToken("weekday") { Start = token.Start, End = token.End, Text = token.Text }
            : token;
    }

    // What its neighbours make of a token.
    private static Token Settled(Token token, Token? before, Token? next) =>
        IsJoin(token, before, next)
            ? new KeywordToken("and") { Start = token.Start, End = token.End, Text = token.Text }
            : AsDimension(token, before);

    // "Chicago + Denver", "Saturday + Sunday", "genres against devices"
    private static bool IsJoin(Token token, Token? before, Token? next) => token switch
    {
        ComparatorToken { Text: "+" } => next is ValueToken or TimeToken,
        KeywordToken { Role: "versus" } =>
            before is DimensionToken one && next is DimensionToken other && one.Id != other.Id,
        _ => false,
    };
}
