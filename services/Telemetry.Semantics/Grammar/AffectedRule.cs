using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"Viewers with an error", "sessions that hit a failure": who had one, counted once.</summary>
internal sealed class AffectedRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var (i, who) in sentence.Free<MeasureToken>())
        {
            if (who.Id is not ("viewers" or "sessions") || WhatTheyHad(sentence, i) is not { } at) continue;
            if (CodedErrors(sentence, at) is { } errors)
            {
                if (sentence.Free<MeasureToken>().Exists(other => other.At < i)) AskForNumber(draft);
                sentence.Use(i, errors);
                draft.Measures.Add(new PlanMeasure(who.Id));
                return;
            }
            if (!IsErrors(sentence, at) || sentence.Is(at + 1, "and")) continue;
            if (sentence.Is(at + 1, "per") && sentence[at + 2] is MeasureToken) continue;
            sentence.Use(i, at);
            draft.Thresholds.Clear();
            Count(draft, who.Id, isPart: sentence.HasBefore(i, "share"));
            return;
        }
    }

    // "Watch time of sessions with NET_TIMEOUT errors": of the rows with that code, it would be something else.
    private static void AskForNumber(Draft draft) =>
        draft.Ask("Of those who had one very error I can tell only how many they were. Is their number meant?");

    private static void Count(Draft draft, string who, bool isPart)
    {
        draft.Measures.Add(new PlanMeasure(who == "sessions" ? "failed_sessions" : "viewers"));
        if (who == "sessions") return;
        (isPart ? draft.Part : draft.Filters).Add(new PlanFilter("event_type", FilterOperator.In, ["error"]));
    }

    // Index of what is named behind "with", "that had at least one"; null when nothing says that they had something.
    private static int? WhatTheyHad(Sentence sentence, int who)
    {
        var at = who + 1;
        // "Sessions on Roku yesterday had errors": where and when may come first.
        while (sentence.Is(at, "predicate", "with") || IsCondition(sentence[at])) at++;
        if (!IsHaving(sentence[at - 1]) && !sentence.Is(at, "had")) return null;
        while (sentence.Is(at, "had") || IsAtLeastOne(sentence, at)) at++;
        return at;
    }

    private static bool IsCondition(Token? token) => token is TimeToken || (token is ValueToken && !IsErrorCode(token));

    // "users had errors", "people saw failures": the verb alone says it too.
    private static bool IsHaving(Token? token) => token is KeywordToken
    {
        Role: "predicate",
        Text: "had" or "have" or "has" or "saw" or "see" or "sees" or "got" or "get" or "gets",
    };

    // Either of the two tokens of "at least one".
    private static bool IsAtLeastOne(Sentence sentence, int at) =>
        (sentence[at] is ComparatorToken { Operator: "atLeast" } && sentence[at + 1] is QuantityToken { Value: 1, Unit: null })
        || (sentence[at] is QuantityToken { Value: 1, Unit: null } && sentence[at - 1] is ComparatorToken);

    // "had a NET_TIMEOUT error": the code says which rows, who had them is counted.
    private static int? CodedErrors(Sentence sentence, int at)
    {
        var errors = at;
        while (IsErrorCode(sentence[errors]) || (errors > at && sentence.Is(errors, "and", "or"))) errors++;
        return errors > at && IsErrors(sentence, errors) ? errors : null;
    }

    private static bool IsErrorCode(Token? token) => token is ValueToken { Values: [{ Dimension: "error_code" }] };

    private static bool IsErrors(Sentence sentence, int i) => sentence[i] is MeasureToken { Id: "errors" } && sentence.IsFree(i);
}
