using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"What share of sessions is on mobile", "percentage of watch time by genre", "4K share by country".</summary>
internal sealed class ShareRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        var asked = sentence.All("share").Where(sentence.IsFree).ToList();
        if (asked.Count == 0) return;
        sentence.UseAll("share", "which");
        // "By how many percent did viewers change": the answer to a comparison tells it.
        if (draft.Change && draft.Time is not null && (draft.Second ?? draft.Before) is not null && draft.Groups.TrueForAll(group => group.Values.Count == 1)) return;
        foreach (var i in sentence.Free<AmbiguousToken>())
            if (((AmbiguousToken)sentence[i]!).Word == "completion" && draft.Measures is [{ Id: "sessions" }])
            {
                sentence.Use(i);
                draft.Measures.Add(new PlanMeasure("completed_sessions"));
            }
        if (IsNamedRate(draft)) return;
        draft.Analysis = Analysis.Share;
        // "errors as a share of all errors" names its measure twice.
        sentence.UseAll("all", "as", "worldwide");
        // A condition on sessions is the part already; values then limit the whole.
        if (draft.Groups.Count == 0 || draft.Part.Count > 0) return;
        if (draft.Groups.Count == 1 && draft.Groups[0].Values.Count > 1 && draft.Compare)
        {
            draft.Ask("One share at a time: which of them?", draft.Groups[0].Values.Take(4).Select(value => new Choice(value, null, $"only {value}")));
            return;
        }
        var parts = Said(sentence, draft, asked[0]);
        if (parts.Count == 0 && Part(sentence, draft, asked[0]) is { } one) parts = [one];
        foreach (var part in parts)
        {
            draft.Groups.Remove(part);
            draft.Part.Add(new PlanFilter(part.Dimension, FilterOperator.In, part.Values));
        }
    }

    // Shares that are measures: failed sessions of sessions, errors of events.
    private static bool IsNamedRate(Draft draft)
    {
        var ids = draft.Measures.Where(measure => measure.Per is null).Select(measure => measure.Id).ToHashSet();
        var rate = ids.SetEquals(["failed_sessions"]) || ids.SetEquals(["failed_sessions", "sessions"]) || ids.SetEquals(["errors", "sessions"]) ? "failed_session_rate"
            : ids.SetEquals(["completed_sessions"]) || ids.SetEquals(["completed_sessions", "sessions"]) ? "completion_rate"
            : ids.SetEquals(["errors", "events"]) ? "error_rate"
            : null;
        if (rate is null)
        {
            if (ids.SetEquals(["viewers", "errors"]))
            {
                draft.Measures.RemoveAll(measure => measure.Id == "errors");
                draft.Analysis = Analysis.Share;
                draft.Part.Add(new PlanFilter("event_type", FilterOperator.In, ["error"]));
                return true;
            }
            return draft.Measures.Count == 1 && draft.Measures[0].Id is "error_rate" or "failed_session_rate" or "completion_rate" or "retention_rate" or "rebuffering_ratio";
        }
        draft.Measures.Clear();
        draft.Measures.Add(new PlanMeasure(rate));
        return true;
    }

    // "Of the sessions in Mexico, how many per cent were on TV in 4K": the whole is said first, so all that is said of it is the part.
    private static List<ValueGroup> Said(Sentence sentence, Draft draft, int asked)
    {
        if (draft.Dimensions.Count > 0 || sentence.Words[0].Plain is not ("of" or "out") || !draft.Groups.Exists(group => group.At < asked)) return [];
        var predicate = sentence.All("predicate").FirstOrDefault(i => i > asked, sentence.Count);
        return [.. draft.Groups.Where(group => group.At > predicate)];
    }

    // Which values are the part, and which ones limit the whole: what the verb is said of is the part.
    private ValueGroup? Part(Sentence sentence, Draft draft, int asked)
    {
        var groups = draft.Groups.Where(group => !draft.Dimensions.Contains(group.Dimension)).ToList();
        // "share of viewers by quality in France": the groups have the shares.
        if (draft.Dimensions.Count > 0)
        {
            var by = Enumerable.Range(0, sentence.Count).FirstOrDefault(i => sentence.Is(i, "by", "per") || sentence[i] is DimensionToken, sentence.Count);
            var verb = Predicates(sentence, asked).FirstOrDefault(sentence.Count);
            groups = [.. groups.Where(group => group.At == asked + 1 || group.At == asked - 1 || group.At > verb || (catalogue.Dimension(group.Dimension).Place == 0 && (by < asked || group.At < by) && group.At > asked))];
        }
        if (groups.Count == 0) return null;
        if (groups.Count == 1)
        {
            // "which state in the US has what share": a place above the grouping is the whole.
            var place = catalogue.Dimension(groups[0].Dimension).Place;
            return place > 0 && draft.Dimensions.Any(dimension => catalogue.Dimension(dimension).Place > place) ? null : groups[0];
        }
        // "share of DECODE_FAIL among errors on TV": what it is the share of is said right behind it.
        if (groups.Find(group => group.At == asked + 1) is { } first && sentence.WordAfter(first.At) is "among" or "amongst" or "within" or "in" or "of" or "out") return first;
        // "4K share of sessions on TV"
        if (groups.Find(group => group.At == asked - 1) is { } named && !groups.Exists(group => group.At == asked - 2)) return named;
        foreach (var predicate in Predicates(sentence, asked))
        {
            var after = groups.Where(group => group.At > predicate).ToList();
            if (after.Count == 1) return after[0];
            if (after.Count > 1) return Narrowest(after, draft);
        }
        return Narrowest(groups, draft);
    }

    private static IEnumerable<int> Predicates(Sentence sentence, int asked) => sentence.All("predicate").Where(i => i > asked).Reverse();

    // A device, a quality or a network is rather the part than a country; of places the smallest.
    private ValueGroup? Narrowest(List<ValueGroup> groups, Draft draft)
    {
        var others = groups.Where(group => catalogue.Dimension(group.Dimension).Place == 0).ToList();
        if (others.Count == 1) return others[0];
        if (others.Count == 0) return groups.MaxBy(group => catalogue.Dimension(group.Dimension).Place);
        draft.Ask("Which part is meant?", others.Take(4).Select(group => new Choice(string.Join(" or ", group.Values), null, $"(the part being {string.Join(" or ", group.Values)})")));
        return null;
    }
}
