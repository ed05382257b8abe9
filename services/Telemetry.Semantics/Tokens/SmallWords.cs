using System.Collections.Frozen;

namespace Telemetry.Semantics.Tokens;

/// <summary>Articles, and the prepositions that titles have: too small to be told by.</summary>
internal static class SmallWords
{
    private static readonly FrozenSet<string> Words = ["the", "a", "an", "of", "in", "on", "at", "and", "to", "for", "from"];

    public static bool Contains(string word) => Words.Contains(word);
}
