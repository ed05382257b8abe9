namespace Telemetry.Semantics.Language;

/// <summary>One word, number or sign of a question.</summary>
/// <param name="Text">As written.</param>
/// <param name="Plain">Lower case, without accents.</param>
/// <param name="Stem"><see cref="Plain"/> without plural ending: what phrases are compared by.</param>
internal sealed record Word(string Text, string Plain, string Stem)
{
    /// <summary>Its value, for digits and number words; else null.</summary>
    public double? Number { get; init; }

    /// <summary>It is written with a capital, or within quotation marks.</summary>
    public bool Capital => Text.Length > 0 && char.IsUpper(Text[0]);

    /// <summary>It stands within quotation marks.</summary>
    public bool Quoted { get; init; }

    /// <summary>A comma or another sign that parts phrases.</summary>
    public bool IsSeparator => Text is "," or ";" or ":" or "." or "?" or "!" or "(" or ")" or "…";

    /// <summary>It ends in a plural s that the stem hasn't.</summary>
    public bool Plural => Stem != Plain && Plain.EndsWith('s');
}

/// <summary>Looks ahead in a question without looking where it ends.</summary>
internal static class WordsAhead
{
    /// <summary>The word at an index, lower case; empty behind the last one.</summary>
    public static string PlainAt(this IReadOnlyList<Word> words, int i) => i < words.Count ? words[i].Plain : "";

    /// <summary>The stem of the word at an index; empty behind the last one.</summary>
    public static string StemAt(this IReadOnlyList<Word> words, int i) => i < words.Count ? words[i].Stem : "";
}
