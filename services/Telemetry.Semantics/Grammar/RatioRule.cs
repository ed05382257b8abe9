using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// One measure divided by another: "errors per session", "errors per 1000 events", "how many stalls does the average viewer see".
/// </summary>
internal sealed class RatioRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        Ratio(sentence, draft);
        Typical(sentence, draft);
        for (var i = 0; i < sentence.Count; i++) if (sentence.IsFree(i, "per", "by")) Divide(sentence, draft, i);
    }

    // "the ratio of errors to sessions"
    private static void Ratio(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.FreeAmbiguous("ratio"))
        {
            if (sentence[i + 1] is not MeasureToken above || sentence.WordBefore(i + 2) != "to") continue;
            if (sentence[i + 2] is not MeasureToken { Id: "viewers" or "sessions" or "events" or "errors" } below) continue;
            if (above.Id == below.Id) continue;
            sentence.Use(i, i + 2);
            draft.Measures.Add(new PlanMeasure(above.Id) { Per = below.Id });
        }
    }

    private void Divide(Sentence sentence, Draft draft, int per)
    {
        var at = per + 1;
        var count = 1.0;
        if (sentence[at] is QuantityToken { Unit: null } quantity && sentence.IsFree(at)) (count, at) = (quantity.Value, at + 1);
        if (sentence[at] is not MeasureToken { IsDivisor: true } below || !sentence.IsFree(at)) return;
        // "by viewers" orders; "by each viewer" divides.
        if (sentence.Is(per, "by") && ((below.Plural && count == 1) || !EachWords.Divides(sentence[per]!.Text))) return;
        if (Above(sentence, per, at) is { } above)
        {
            if (sentence[above] is not MeasureToken measure || measure.Id == below.Id) return;
            sentence.Use(above);
            draft.Measures.Add(PerBelow(measure.Id));
        }
        else if (OfType(draft) is { } counted)
        {
            draft.Measures.Add(PerBelow(counted));
        }
        // "How many hours did each country watch per viewer": what was said by a verb.
        else if (draft.Measures is [{ Per: null } spoken] && spoken.Id != below.Id)
        {
            draft.Measures[0] = spoken with { Per = below.Id, PerCount = count };
        }
        else
        {
            return;
        }
        sentence.Use(per, at);

        PlanMeasure PerBelow(string id) => new(id) { Per = below.Id, PerCount = count };
    }

    // What is divided: the nearest measure before, or else the one behind ("per session, how many errors").
    private static int? Above(Sentence sentence, int per, int below)
    {
        for (var i = per - 1; i >= 0; i--) if (sentence[i] is MeasureToken && sentence.IsFree(i)) return i;
        for (var i = below + 1; i < sentence.Count; i++) if (sentence[i] is MeasureToken && sentence.IsFree(i)) return i;
        return null;
    }

    // "Pauses per session": as a filter, the type of the events would leave only the sessions that had any.
    private string? OfType(Draft draft)
    {
        if (draft.Groups.Find(group => group is { Dimension: "event_type", Values.Count: 1 }) is not { } group) return null;
        if (catalogue.Measures.FirstOrDefault(measure => measure.Counts == group.Values[0]) is not { } measure) return null;
        draft.Groups.Remove(group);
        return measure.Id;
    }

    // "How many stalls does the average viewer see", "hours watched by the average customer": per viewer.
    private static void Typical(Sentence sentence, Draft draft)
    {
        foreach (var (i, below) in sentence.Free<MeasureToken>())
        {
            if (below is not { Id: "viewers" or "sessions", Plural: false } || sentence[i + 1] is MeasureToken) continue;
            if (!IsTheAverage(sentence, sentence.BeforeValues(i - 1)) && !IsOneOnAverage(sentence, i)) continue;
            if (!DivideFirst(sentence, draft, i, below.Id)) continue;
            sentence.Use(i);
            draft.Statistic = null;
            return;
        }
    }

    // Divides the first measure before, or else the watch time that a verb has said; false when there is neither.
    private static bool DivideFirst(Sentence sentence, Draft draft, int before, string below)
    {
        for (var i = 0; i < before; i++)
        {
            if (sentence[i] is not MeasureToken above || above.Id == below || !sentence.IsFree(i)) continue;
            sentence.Use(i);
            draft.Measures.Add(new PlanMeasure(above.Id) { Per = below });
            return true;
        }
        var spoken = draft.Measures.FindIndex(measure => measure is { Id: "watch_time", Per: null });
        if (spoken < 0) return false;
        draft.Measures[spoken] = draft.Measures[spoken] with { Per = below };
        return true;
    }

    // "the average viewer"
    private static bool IsTheAverage(Sentence sentence, int i) =>
        sentence[i] is StatisticToken { Statistic: "avg" } average
        && (average.Text.StartsWith("the ", StringComparison.Ordinal) || sentence.WordBefore(i) is "the" or "an" or "a" or "our");

    // "How many events does a session have on average"
    private static bool IsOneOnAverage(Sentence sentence, int i) =>
        sentence.WordBefore(i) is "a" or "an" or "one"
        && sentence.HasBefore(i, "count")
        && sentence.Tokens.Any(token => token is StatisticToken { Statistic: "avg" });
}
