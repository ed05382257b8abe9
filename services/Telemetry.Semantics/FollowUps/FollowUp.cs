using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.FollowUps;

/// <summary>Tells questions that change the last answer from questions that stand by themselves.</summary>
internal static class FollowUp
{
    private static readonly HashSet<string> Pronouns = ["that", "it", "those", "them", "these", "this"];

    private static readonly HashSet<string> Openers = ["and", "but", "only", "just", "without", "exclude", "excluding", "for", "by", "then", "also", "vs", "versus", "same", "except", "now", "in", "on", "per", "not", "ok", "okay", "compared", "from", "with", "no", "plus", "or", "minus", "compare", "instead", "drop", "remove", "add", "keep", "make", "split", "break", "sort", "narrow", "limit", "restrict", "filter", "zoom", "drill"];

    public static bool Is(Sentence sentence, Draft draft)
    {
        if (NeedsPlan(sentence)) return true;
        if (draft.Analysis == Analysis.Titles) return false;
        var words = sentence.Words;
        if (Opens(words, "what", "about") || Opens(words, "how", "about") || Opens(words, "what", "if") || Opens(words, "how", "does", "that") || Opens(words, "ok", "and") || Opens(words, "show", "me", "that") || Opens(words, "show", "that") || Opens(words, "show", "it")
            || Opens(words, "make", "that") || Opens(words, "make", "it")) return true;
        var complete = HasSubject(sentence, draft);
        if (!complete) return !draft.Now || IsJustNow(sentence);
        if (words[0].Plain is "add" or "include" or "plus" or "use" or "swap" or "switch" or "replace" || (words[0].Plain == "also" && !StandsAlone(sentence, draft))) return true;
        return words[0].Plain is "and" or "but" or "same" or "now" or "then" or "also" && !StandsAlone(sentence, draft);
    }

    /// <summary>Words that mean nothing without an earlier answer.</summary>
    public static bool NeedsPlan(Sentence sentence) => sentence.Has("undo") || sentence.Has("reset") || (sentence.Has("instead") && !sentence.Words.Any(word => word.Plain == "than")) || OfWhatIsShown(sentence.Words) || (sentence.All("same").Any() && !sentence.Tokens.Any(token => token is TimeToken { Spec.Kind: Time.TimeKind.Same }));

    // "How do they compare in errors", "which ones?"
    private static bool OfWhatIsShown(IReadOnlyList<Language.Word> words) =>
        Opens(words, "how", "do", "they") || Opens(words, "how", "did", "they") || Opens(words, "how", "are", "they")
        || Opens(words, "which", "ones") || Opens(words, "which", "are", "they") || Opens(words, "list", "them") || Opens(words, "name", "them");

    public static bool OpensLoosely(Sentence sentence) => sentence.Words.Count > 0 && Openers.Contains(sentence.Words[0].Plain);

    public static bool RefersBack(Sentence sentence) => sentence.Words.Any(word => Pronouns.Contains(word.Plain));

    private static bool HasSubject(Sentence sentence, Draft draft) =>
        sentence.Tokens.Any(token => token is MeasureToken or AmbiguousToken) && !(RefersBack(sentence) && OpensLoosely(sentence) && sentence.Tokens.OfType<MeasureToken>().All(token => IsOrder(sentence, token) || IsLimit(sentence, token)))
        || draft.Analysis is Analysis.Titles
        // "The busiest hour yesterday": busy means viewers.
        || (draft is { Ranking.Kind: "busy", Grain: not null, Time: not null } && !OpensLoosely(sentence) && !RefersBack(sentence))
        || (draft.Ranking is not null && draft.Dimensions.Count > 0 && !sentence.Has("only") && !RefersBack(sentence) && !sentence.Has("sort"))
        || (draft.Dimensions.Count > 0 && draft.Listed && (sentence.Has("which") || sentence.Has("list")) && !OpensLoosely(sentence));

    // "sort that by watch time": the measure only orders.
    private static bool IsOrder(Sentence sentence, MeasureToken token) => token.Start > 0 && sentence.Words[token.Start - 1].Plain == "by";

    // "only those with more than 150 sessions": the measure only limits.
    private static bool IsLimit(Sentence sentence, MeasureToken token) => sentence.Tokens.Any(before => before is QuantityToken && before.End == token.Start);

    private static bool StandsAlone(Sentence sentence, Draft draft) => sentence.Words[0].Plain is "now" or "then" or "and" && draft.Measures.Count > 0 && draft.Dimensions.Count > 0 && draft.Time is not null;

    /// <summary>"Now" that means "next" rather than this moment.</summary>
    public static bool IsJustNow(Sentence sentence) => sentence.Tokens.OfType<TimeToken>().Where(token => token.Spec.Kind == Time.TimeKind.Now).All(token => token.Text == "now" && (token.Start <= 1 || sentence.Has("only") || sentence.Has("instead") || sentence.Has("same") || OpensLoosely(sentence)));

    private static bool Opens(IReadOnlyList<Language.Word> words, params ReadOnlySpan<string> phrase)
    {
        if (words.Count < phrase.Length) return false;
        for (var i = 0; i < phrase.Length; i++) if (words[i].Plain != phrase[i]) return false;
        return true;
    }
}
