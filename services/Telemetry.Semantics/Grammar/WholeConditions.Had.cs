using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Conditions without a number: "sessions that had a stall", "how many sessions stalled".</summary>
internal sealed partial class WholeConditions
{
    /// <summary>The question names the whole first: "Out of all sessions in Spain, how many percent stalled?"</summary>
    public static bool SaysWholeFirst(Sentence sentence) => sentence.Words[0].Plain is "of" or "out" or "among" or "amongst" or "from";

    /// <summary>"How many UK sessions".</summary>
    public static bool IsNumberAsked(Sentence sentence, int subject)
    {
        var before = subject - 1;
        while (sentence[before] is ValueToken) before--;
        return sentence.Is(before, "count");
    }

    // "Sessions on TV yesterday had more than ...": where and when may come first, and so may the word for a share.
    private static int Start(Sentence sentence, int subject)
    {
        var at = subject + 1;
        while (Introduces(sentence, at)) at++;
        return at;
    }

    private static bool Introduces(Sentence sentence, int at)
    {
        if (sentence.Is(at, "predicate", "with", "had", "only", "length") || sentence[at] is ValueToken or TimeToken) return true;
        if (!SaysWholeFirst(sentence)) return false;
        return sentence.Is(at, "share", "count") || (sentence[at] is KeywordToken { Text: "," } && sentence.Is(at + 1, "share", "count"));
    }

    /// <summary>What the name of a measure says of its sessions: that they failed, or were finished.</summary>
    public static WholeCondition? Named(MeasureToken sessions, int at) => sessions.Id switch
    {
        "failed_sessions" or "failed_session_rate" =>
            new WholeCondition(new PlanFilter("session_errors", FilterOperator.AtLeast, ["1"]), at, true),
        "completed_sessions" => new WholeCondition(new PlanFilter("session_retention", FilterOperator.AtLeast, ["90"]), at, true),
        _ => null,
    };

    /// <summary>The condition behind an "and": "sessions with stalls and errors"; null when there is none.</summary>
    public WholeCondition? ReadNext(Sentence sentence, Draft draft, int subject, WholeCondition condition, string whole)
    {
        if (!sentence.Is(condition.Last + 1, "and", "with", "had")) return null;
        var at = sentence.Past(condition.Last + 2, "with", "had");
        if (ReadAt(sentence, draft, subject, at, whole) is { } next) return next;
        return WhatTheyHad(sentence, at) is { } said ? Of(whole, said, One(at), at, true) : null;
    }

    /// <summary>Sessions or viewers are said to have had something, and nothing more.</summary>
    public static bool SaysHad(Sentence sentence, int subject) => Had(sentence, subject, Start(sentence, subject)) is not null;

    // "Had at least one stall", "saw buffering", "stalled".
    private WholeCondition? AtLeastOne(Sentence sentence, int subject, int at, string whole)
    {
        var isAsked = IsNumberAsked(sentence, subject) || sentence.Has("share") || sentence.WordBefore(subject) is "of" or "for" or "in";
        if ((Had(sentence, subject, at) ?? (isAsked ? Did(sentence, at) : null)) is not { } said) return null;
        return Of(whole, said, One(at), at, true);
    }

    private static SaidLimit One(int at) => new(FilterOperator.AtLeast, new QuantityToken(1, null), null, at, at);

    private static string? Had(Sentence sentence, int subject, int at)
    {
        var between = Enumerable.Range(subject + 1, at - subject - 1).Select(i => sentence[i]).ToList();
        // Who had that very error is another question.
        return between.Exists(IsHaving) && !between.Exists(IsErrorCode) ? WhatTheyHad(sentence, at) : null;
    }

    private static string? WhatTheyHad(Sentence sentence, int at)
    {
        if (!sentence.IsFree(at) || !MayEnd(sentence, at + 1)) return null;
        if (sentence[at] is MeasureToken { Id: "errors" }) return "errors";
        return IsStall(sentence[at]) ? "buffering_events" : null;
    }

    // The code of an error, which says more than that there was one.
    private static bool IsErrorCode(Token? token) => token is ValueToken { Values: [{ Dimension: "error_code" }, ..] };

    private static string? Did(Sentence sentence, int at) =>
        sentence.IsFree(at) && MayEnd(sentence, at + 1) && IsStalled(sentence[at]) ? "buffering_events" : null;

    private static bool IsHaving(Token? token) => token is KeywordToken
    {
        Role: "had" or "with" or "predicate",
        Text: not ("is" or "are" or "was" or "were" or "be" or "been" or "being" or "where" or "in which" or "for which"),
    };

    private static bool IsStall(Token? token) => token
        is MeasureToken { Id: "buffering_events" }
        or AmbiguousToken { Text: "buffering" or "rebuffering" or "stalling" or "freezing" };

    /// <summary>"Stalled sessions": a word before them that says what happened.</summary>
    public static WholeCondition? Before(Sentence sentence, int sessions) =>
        sentence.IsFree(sessions - 1) && IsStalled(sentence[sessions - 1])
            ? new WholeCondition(new PlanFilter("session_stalls", FilterOperator.AtLeast, ["1"]), sessions, true)
            : null;

    private static bool IsStalled(Token? token) => token is AmbiguousToken { Text: "stalled" or "froze" or "buffered" or "rebuffered" };

    // "Stalls per viewer", "stalls over 5 seconds" and "the most stalls" are more than that there was one.
    private static bool MayEnd(Sentence sentence, int next)
    {
        var joined = sentence.Is(next, "and") ? sentence[sentence.Past(next + 1, "with", "had")] : null;
        if (joined is MeasureToken { Id: "errors" or "buffering_events" } or ComparatorToken) return true;
        if (sentence.Is(next, "per", "and", "or", "versus")) next++;
        return sentence[next] is not KeywordToken { Role: "change", Text: "more" or "less" or "fewer" } && sentence[next]
            is not (MeasureToken or AmbiguousToken or ComparatorToken or QuantityToken or SuperlativeToken or StatisticToken);
    }
}
