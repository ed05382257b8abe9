using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>One measure divided by another: "errors per session", "errors per 1000 events", "how many stalls does the average viewer see".</summary>
internal sealed class RatioRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        // "the ratio of errors to sessions"
        foreach (var i in sentence.Free<AmbiguousToken>().Where(i => ((AmbiguousToken)sentence[i]!).Word == "ratio"))
            if (sentence[i + 1] is MeasureToken top && sentence[i + 2] is MeasureToken { Id: "viewers" or "sessions" or "events" or "errors" } bottom && sentence.WordBefore(i + 2) == "to" && top.Id != bottom.Id)
            {
                for (var used = i; used <= i + 2; used++) sentence.Use(used);
                draft.Measures.Add(new PlanMeasure(top.Id) { Per = bottom.Id });
            }
        Typical(sentence, draft);
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence.IsFree(i) || !sentence.Is(i, "per", "by")) continue;
            var at = i + 1;
            var count = 1.0;
            if (sentence[at] is QuantityToken { Unit: null } quantity && sentence.IsFree(at)) (count, at) = (quantity.Value, at + 1);
            if (sentence[at] is not MeasureToken { Id: "viewers" or "sessions" or "events" or "watch_time" or "errors" or "active_viewers" or "buffering_events" } below || !sentence.IsFree(at)) continue;
            if (sentence.Is(i, "by") && ((below.Plural && count == 1) || !IsEach(sentence[i]!.Text))) continue;
            // What is divided: the nearest measure before, or else the one behind ("per session, how many errors").
            var above = Enumerable.Range(0, i).Reverse().Concat(Enumerable.Range(at + 1, Math.Max(0, sentence.Count - at - 1))).FirstOrDefault(j => sentence.IsFree(j) && sentence[j] is MeasureToken, -1);
            if (above < 0 && OfType(draft) is { } typed)
            {
                for (var used = i; used <= at; used++) sentence.Use(used);
                draft.Measures.Add(new PlanMeasure(typed) { Per = below.Id, PerCount = count });
                continue;
            }
            // "How many hours did each country watch per viewer": what was said by a verb.
            if (above < 0 && draft.Measures is [{ Per: null } spoken] && spoken.Id != below.Id)
            {
                for (var used = i; used <= at; used++) sentence.Use(used);
                draft.Measures[0] = spoken with { Per = below.Id, PerCount = count };
                continue;
            }
            if (above < 0 || ((MeasureToken)sentence[above]!).Id is var id && id == below.Id) continue;
            for (var used = i; used <= at; used++) sentence.Use(used);
            sentence.Use(above);
            draft.Measures.Add(new PlanMeasure(id) { Per = below.Id, PerCount = count });
        }
    }

    // "Pauses per session": as a filter, the type of the events would leave only the sessions that had any.
    private string? OfType(Draft draft)
    {
        if (draft.Groups.Find(group => group is { Dimension: "event_type", Values.Count: 1 }) is not { } group || catalogue.Measures.FirstOrDefault(measure => measure.Counts == group.Values[0]) is not { } measure) return null;
        draft.Groups.Remove(group);
        return measure.Id;
    }

    // "How many stalls does the average viewer see", "hours watched by the average customer": per viewer.
    private static void Typical(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.Free<MeasureToken>())
        {
            var typical = i - 1;
            // "the average Canadian viewer"
            while (sentence[typical] is ValueToken && !sentence.IsFree(typical)) typical--;
            if (sentence[i] is not MeasureToken { Id: "viewers" or "sessions", Plural: false } below || sentence[i + 1] is MeasureToken) continue;
            if (!IsOfTypical(sentence, typical) && !IsOneOnAverage(sentence, i)) continue;
            var above = Enumerable.Range(0, i).FirstOrDefault(j => sentence.IsFree(j) && sentence[j] is MeasureToken measure && measure.Id != below.Id, -1);
            var spoken = draft.Measures.FindIndex(measure => measure is { Id: "watch_time", Per: null });
            if (above < 0 && spoken < 0) continue;
            sentence.Use(i);
            if (above < 0) draft.Measures[spoken] = draft.Measures[spoken] with { Per = below.Id };
            else
            {
                sentence.Use(above);
                draft.Measures.Add(new PlanMeasure(((MeasureToken)sentence[above]!).Id) { Per = below.Id });
            }
            draft.Statistic = null;
            return;
        }
    }

    // "the average viewer"
    private static bool IsOfTypical(Sentence sentence, int i) =>
        sentence[i] is StatisticToken { Statistic: "avg" } average
        && (average.Text.StartsWith("the ", StringComparison.Ordinal) || sentence.WordBefore(i) is "the" or "an" or "a" or "our");

    // "How many events does a session have on average"
    private static bool IsOneOnAverage(Sentence sentence, int i) =>
        sentence.WordBefore(i) is "a" or "an" or "one" && sentence.All("count").Any(count => count < i) && sentence.Tokens.Any(token => token is StatisticToken { Statistic: "avg" });

    private static bool IsEach(string by) => by is "each" or "every" or "for each" or "for every" or "in each" or "in every" or "per each" or "of each" or "within each";
}
