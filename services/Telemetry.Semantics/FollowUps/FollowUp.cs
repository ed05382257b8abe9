using System.Collections.Frozen;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.FollowUps;

/// <summary>Tells questions that change the last answer from questions that stand by themselves.</summary>
internal static class FollowUp
{
    private static readonly FrozenSet<string> Pronouns = ["that", "it", "those", "them", "these", "this"];

    private static readonly FrozenSet<string> Openers =
    [
        "and", "also", "plus", "or", "but", "except", "without", "exclude", "excluding", "not", "no", "minus", "only", "just", "keep",
        "for", "by", "in", "on", "per", "from", "with", "then", "now", "ok", "okay", "same", "instead", "vs", "versus", "compare",
        "compared", "add", "drop", "remove", "make", "split", "break", "sort", "narrow", "limit", "restrict", "filter", "zoom", "drill",
    ];

    // These change what is shown, whatever follows.
    private static readonly FrozenSet<string> Changing = ["add", "include", "plus", "use", "swap", "switch", "replace"];

    // These go on from what is shown, unless a whole question follows.
    private static readonly FrozenSet<string> Continuing = ["and", "but", "same", "now", "then", "also"];

    private static readonly string[][] Openings = Phrases(
        "what about", "how about", "what if", "how does that", "ok and", "show me that", "show that", "show it", "make that", "make it");

    // "How do they compare in errors", "which ones?"
    private static readonly string[][] OfWhatIsShown = Phrases(
        "how do they", "how did they", "how are they", "which ones", "which are they", "list them", "name them");

    public static bool Is(Sentence sentence, Draft draft)
    {
        if (NeedsPlan(sentence)) return true;
        if (draft.Analysis == Analysis.Titles) return false;
        if (Opens(sentence, Openings) || AsksForItsShare(sentence, draft)) return true;
        if (!HasSubject(sentence, draft)) return !draft.Now || IsJustNow(sentence);
        var first = sentence.Words[0].Plain;
        return Changing.Contains(first) || (Continuing.Contains(first) && !StandsAlone(sentence, draft));
    }

    /// <summary>Words that mean nothing without an earlier answer.</summary>
    public static bool NeedsPlan(Sentence sentence) =>
        sentence.Has("undo")
        || sentence.Has("reset")
        || (sentence.Has("instead") && !sentence.Words.Any(word => word.Plain == "than"))
        || Opens(sentence, OfWhatIsShown)
        || (sentence.Has("same") && !sentence.Tokens.Any(token => token is TimeToken { Spec.Kind: TimeKind.Same }));

    public static bool OpensLoosely(Sentence sentence) => sentence.Words.Count > 0 && Openers.Contains(sentence.Words[0].Plain);

    public static bool RefersBack(Sentence sentence) => sentence.Words.Any(word => Pronouns.Contains(word.Plain));

    /// <summary>It begins with that word of change: "drop the TV filter".</summary>
    public static bool BeginsWith(Sentence sentence, string change) => sentence.Is(0, "change") && sentence[0]!.Text == change;

    /// <summary>"Now" that means "next" rather than this moment.</summary>
    public static bool IsJustNow(Sentence sentence)
    {
        var goesOn = sentence.Has("only") || sentence.Has("instead") || sentence.Has("same") || OpensLoosely(sentence);
        return sentence.Tokens.OfType<TimeToken>()
            .Where(token => token.Spec.Kind == TimeKind.Now)
            .All(token => token.Text == "now" && (token.Start <= 1 || goesOn));
    }

    // "What share is that of all viewers"
    private static bool AsksForItsShare(Sentence sentence, Draft draft) =>
        draft is { Analysis: Analysis.Share, Dimensions.Count: 0, Part.Count: 0, Groups.Count: 0 } && RefersBack(sentence);

    private static bool HasSubject(Sentence sentence, Draft draft) =>
        draft.Analysis is Analysis.Titles
        || (sentence.Tokens.Any(token => token is MeasureToken or AmbiguousToken) && !OnlyOrdersOrLimits(sentence))
        || IsBusiestTime(sentence, draft)
        || (draft.Ranking is not null && draft.Dimensions.Count > 0
            && !sentence.Has("only") && !sentence.Has("sort") && !RefersBack(sentence))
        || (draft.Listed && draft.Dimensions.Count > 0
            && (sentence.Has("which") || sentence.Has("list")) && !OpensLoosely(sentence));

    // The measures only say how that is sorted or cut.
    private static bool OnlyOrdersOrLimits(Sentence sentence) =>
        RefersBack(sentence) && OpensLoosely(sentence)
        && sentence.Tokens.OfType<MeasureToken>().All(token => IsOrder(sentence, token) || IsLimit(sentence, token));

    // "sort that by watch time"
    private static bool IsOrder(Sentence sentence, MeasureToken token) => token.Start > 0 && sentence.Words[token.Start - 1].Plain == "by";

    // "only those with more than 150 sessions"
    private static bool IsLimit(Sentence sentence, MeasureToken token) =>
        sentence.Tokens.Any(before => before is QuantityToken && before.End == token.Start);

    // "The busiest hour yesterday": busy means viewers.
    private static bool IsBusiestTime(Sentence sentence, Draft draft) =>
        draft is { Ranking.Kind: "busy", Grain: not null, Time: not null } && !OpensLoosely(sentence) && !RefersBack(sentence);

    private static bool StandsAlone(Sentence sentence, Draft draft) =>
        sentence.Words[0].Plain is "now" or "then" or "and"
        && draft is { Measures.Count: > 0, Dimensions.Count: > 0, Time: not null };

    private static string[][] Phrases(params string[] phrases) => [.. phrases.Select(phrase => phrase.Split(' '))];

    private static bool Opens(Sentence sentence, string[][] phrases) => Array.Exists(phrases, phrase =>
        phrase.Length <= sentence.Words.Count && sentence.Words.Take(phrase.Length).Select(word => word.Plain).SequenceEqual(phrase));
}
