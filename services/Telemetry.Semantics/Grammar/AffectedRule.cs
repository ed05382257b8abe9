using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Counts of those that something happened to: "viewers with an error", "sessions that were finished", "countries that had viewers".</summary>
internal sealed class AffectedRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        Affected(sentence, draft);
        Individuals(sentence, draft);
    }

    // "viewers with an error", "sessions that hit a failure": who had one, counted once.
    private static void Affected(Sentence sentence, Draft draft)
    {
        Outcome(sentence, draft);
        HowOftenFinished(sentence, draft);
        Different(sentence, draft);
        foreach (var i in sentence.Free<MeasureToken>())
        {
            var who = ((MeasureToken)sentence[i]!).Id;
            if (who is not ("viewers" or "sessions")) continue;
            var at = i + 1;
            while (sentence.Is(at, "predicate") || (sentence.Is(at, "with") && !sentence.Is(at, "had"))) at++;
            // "users had errors", "people saw failures": the verb alone says it too.
            var verb = at > i + 1 && sentence.Is(at - 1, "predicate") && sentence[at - 1]!.Text is "had" or "have" or "has" or "saw" or "see" or "sees" or "got" or "get" or "gets";
            if (!verb && !sentence.Is(at, "had")) continue;
            while (sentence.Is(at, "had") || (sentence[at] is ComparatorToken { Operator: "atLeast" } && sentence[at + 1] is QuantityToken { Value: 1, Unit: null }) || (sentence[at] is QuantityToken { Value: 1, Unit: null } && sentence[at - 1] is ComparatorToken)) at++;
            // "had a NET_TIMEOUT error": the code says which rows, who had them is counted.
            var coded = at;
            while (sentence[coded] is ValueToken { Values: [{ Dimension: "error_code" }] } || (coded > at && sentence.Is(coded, "and", "or"))) coded++;
            if (coded > at && sentence[coded] is MeasureToken { Id: "errors" } && sentence.IsFree(coded))
            {
                for (var used = i; used <= coded; used++) sentence.Use(used);
                draft.Measures.Add(new PlanMeasure(who));
                return;
            }
            if (sentence[at] is not MeasureToken { Id: "errors" } || !sentence.IsFree(at) || sentence.Is(at + 1, "per", "and")) continue;
            for (var used = i; used <= at; used++) sentence.Use(used);
            draft.Thresholds.Clear();
            if (who == "sessions") draft.Measures.Add(new PlanMeasure("failed_sessions"));
            else
            {
                draft.Measures.Add(new PlanMeasure("viewers"));
                (sentence.All("share").Any(share => share < i) ? draft.Part : draft.Filters).Add(new PlanFilter("event_type", FilterOperator.In, ["error"]));
            }
            return;
        }
    }

    // "sessions with more than 30 stalls", "top 5 viewers by watch time": single sessions and viewers.
    private static void Individuals(Sentence sentence, Draft draft)
    {
        if (draft.Dimensions.Count > 0 || sentence.Tokens.Any(token => token is DimensionToken or UnitToken)) return;
        foreach (var i in sentence.Free<MeasureToken>())
        {
            var token = (MeasureToken)sentence[i]!;
            if (token is not { Id: "viewers" or "sessions", Plural: true } || sentence.Is(i - 1, "count") || sentence.Is(i - 1, "by", "per") || sentence.Has("share")) continue;
            var limited = draft.Limited.FirstOrDefault() is { } id && id != token.Id && (i == 0 || sentence.Is(i - 1, "list") || sentence.Is(i - 1, "which") || sentence.Is(i - 1, "all"));
            var ranked = (sentence[i - 1] is SuperlativeToken { Text: "top" or "bottom" or "worst" or "best" or "biggest" } || (sentence[i - 1] is QuantityToken && sentence[i - 2] is SuperlativeToken)) && sentence.Free<MeasureToken>().Any(j => j > i && sentence[j] is MeasureToken other && other.Id != token.Id && other.Id is not ("viewers" or "active_viewers"));
            // "which sessions had the most stalls"
            var most = (i == 0 || sentence.Is(i - 1, "list") || sentence.Is(i - 1, "which") || sentence.Is(i - 1, "all"))
                && Enumerable.Range(i + 1, sentence.Count - i - 1).Any(j => sentence[j] is SuperlativeToken && sentence.IsFree(j + 1) && sentence[j + 1] is MeasureToken { Id: not ("viewers" or "sessions" or "active_viewers") });
            if (!limited && !ranked && !most) continue;
            sentence.Use(i);
            draft.AddDimension(token.Id == "viewers" ? "customer" : "session");
            draft.Listed = true;
            return;
        }
    }

    // "how many countries had viewers", "number of titles that were watched": different values.
    private static void Different(Sentence sentence, Draft draft)
    {
        if (draft.Thresholds.Count > 0 || draft.Pending.Count > 0) return;
        foreach (var i in sentence.All("count"))
        {
            if (sentence[i + 1] is not DimensionToken { Plural: true } dimension || !sentence.IsFree(i + 1) || dimension.Id is "customer" or "session" or "local_hour" or "hour_of_day") continue;
            var measures = sentence.Free<MeasureToken>().ToList();
            if (measures.Any(j => ((MeasureToken)sentence[j]!).Id is not ("viewers" or "sessions")) || sentence.Tokens.Any(token => token is SuperlativeToken or AmbiguousToken)) return;
            foreach (var j in measures) sentence.Use(j);
            sentence.Use(i + 1);
            draft.Measures.Add(new PlanMeasure("distinct_values") { Of = dimension.Id });
            return;
        }
    }

    // "Who finishes more often, TV or web viewers", "which genre is finished least often": of what was begun.
    private static void HowOftenFinished(Sentence sentence, Draft draft)
    {
        if (draft.Measures.Count > 0 || !sentence.Words.Any(word => word.Plain == "often")) return;
        foreach (var i in sentence.Free<AmbiguousToken>())
            if (sentence[i]!.Text is "finish" or "finishes" or "finished" or "complete" or "completes" or "completed")
            {
                sentence.Use(i);
                foreach (var who in sentence.Free<MeasureToken>()) if (((MeasureToken)sentence[who]!).Id is "viewers" or "sessions") sentence.Use(who);
                draft.Measures.Add(new PlanMeasure("completion_rate"));
                return;
            }
    }

    // "which part of the plays on Roku failed", "how many sessions were finished": what became of sessions, said by a verb.
    private static void Outcome(Sentence sentence, Draft draft)
    {
        var failed = sentence.All("failed").Where(sentence.IsFree).ToList();
        var finished = sentence.Free<AmbiguousToken>().Where(i => ((AmbiguousToken)sentence[i]!).Word == "completion").ToList();
        var sessions = sentence.Free<MeasureToken>().Where(i => ((MeasureToken)sentence[i]!).Id == "sessions" && !sentence.Is(i - 1, "per")).ToList();
        var others = sentence.Free<MeasureToken>().Any(i => ((MeasureToken)sentence[i]!).Id is not ("sessions" or "viewers"));
        if (sessions.Count != 1 || others || failed.Count + finished.Count != 1 || !(sentence.Has("count") || sentence.Has("share"))) return;
        foreach (var i in failed.Concat(finished).Concat(sessions)) sentence.Use(i);
        draft.Measures.Add(new PlanMeasure(failed.Count == 1 ? "failed_sessions" : "completed_sessions"));
    }
}
