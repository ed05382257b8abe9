using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Values and lists of values: "in Germany", "phones and tablets", "not on mobile", "excluding Sports and Kids".</summary>
internal sealed class ValueRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence.IsFree(i) || sentence[i] is not ValueToken first || IsSomebody(sentence, i, first)) continue;
            var run = Run(sentence, i);
            var negated = NegatedBy(sentence, i) is >= 0 and var before ? before : NegatedBehind(sentence, run[0], run[^1]);
            var dimension = Dimension(sentence, i, run, draft);
            if (dimension is null) return;
            var values = new List<string>();
            foreach (var at in run)
            {
                var token = (ValueToken)sentence[at]!;
                var fitting = token.Values.Where(value => value.Dimension == dimension).Select(value => value.Value).ToList();
                if (fitting.Count > 1)
                {
                    draft.Ask($"Which {catalogue.Dimension(dimension).Name.ToLowerInvariant()} is meant by \"{token.Text}\"?", fitting.Take(4).Select(value => new Choice(value, token.Text, value)));
                    return;
                }
                values.Add(fitting[0]);
                sentence.Use(at);
            }
            for (var at = run[0]; at <= run[^1]; at++) if (sentence.Is(at, "and", "or") || sentence.Is(at, "not")) sentence.Use(at);
            if (negated >= 0)
            {
                sentence.Use(negated);
                draft.Filters.Add(new PlanFilter(dimension, FilterOperator.NotIn, [.. values.Distinct()]));
            }
            else Note(draft, dimension, values, i);
            if (negated < 0 && IsEveryValue(sentence, run, dimension, values)) draft.AddDimension(dimension);
            UsePlace(sentence, negated, dimension);
            UseNames(sentence, negated == run[0] - 1 ? negated : run[0], run[^1], dimension, first);
            // "drop the TV filter"
            if (sentence[run[^1] + 1] is KeywordToken { Text: "filter" or "filters" } && sentence.IsFree(run[^1] + 1)) sentence.Use(run[^1] + 1);
        }
    }

    // "In SD, HD and 4K": as a condition it would say nothing, so each is asked for.
    private bool IsEveryValue(Sentence sentence, List<int> run, string dimension, List<string> values) =>
        catalogue.Dimension(dimension) is { Closed: true } closed
        && values.Count > 2
        && closed.Values.Keys.All(values.Contains)
        && !Enumerable.Range(run[0], run[^1] - run[0]).Any(at => sentence.Is(at, "or"));

    // "viewers have kids", "how many kids are watching": the word names people here, not a kind of titles. It stays unused, so the question is
    // refused.
    private static bool IsSomebody(Sentence sentence, int i, ValueToken value)
    {
        if (value.Values.Any(one => one.Dimension != "genre") || sentence[i + 1] is MeasureToken or DimensionToken) return false;
        var owned = sentence[i - 1] is KeywordToken { Text: "have" or "has" or "had" or "with" or "that have" or "who have" or "who had" or "having" } && sentence[i - 2] is MeasureToken { Id: "viewers" };
        return owned || (sentence.Is(i - 1, "count") && sentence.Words.Skip(value.End).Take(2).Any(word => SpokenDurationRule.IsWatching(word.Plain)));
    }

    private static void Note(Draft draft, string dimension, List<string> values, int at)
    {
        if (draft.Groups.Find(group => group.Dimension == dimension) is { } known) known.Values.AddRange(values.Except(known.Values));
        else draft.Groups.Add(new ValueGroup(dimension, [.. values.Distinct()], at));
    }

    // "not on mobile", "excluding the US"; "isn't on"; "non-mobile".
    private static int NegatedBy(Sentence sentence, int i)
    {
        var before = i - 1;
        while (sentence.Is(before, "predicate") || sentence.Is(before, "had") || sentence.Is(before, "only") || sentence.Is(before, "all") || sentence.Is(before, "with") || (sentence[before] is DimensionToken && sentence.Is(before - 1, "not")) || (sentence[before] is MeasureToken && sentence.Is(before - 1, "not"))) before--;
        if (before == 0 && sentence.Is(0, "change") && sentence[0]!.Text == "drop" && i <= 2) return before;
        if (sentence.Is(before, "but") && sentence.IsFree(before) && (sentence.Has("all") || sentence.Is(before - 1, "worldwide") || sentence[before - 1] is DimensionToken))
        {
            // "any quality but SD", "all CDNs but Fastly": of all of them together, not one by one.
            if (sentence[before - 1] is DimensionToken && sentence.Is(before - 2, "all")) sentence.Use(before - 1);
            return before;
        }
        // "no, Germany" corrects what was said.
        if (before == 0 && sentence[0]!.Text == "no" && sentence.WordAfter(0) == ",") return -1;
        return sentence.Is(before, "not") && sentence.IsFree(before) ? before : -1;
    }

    // "kids excluded", "with the US left out", "leaving sports aside"
    private static int NegatedBehind(Sentence sentence, int first, int last)
    {
        var behind = last + 1;
        while (sentence.Is(behind, "predicate") || (sentence[behind] is DimensionToken && sentence.Is(behind + 1, "excluded"))) behind++;
        if (sentence.Is(behind, "excluded")) return behind;
        if (!sentence.Is(behind, "out") || !(sentence.Is(first - 1, "leave") || sentence[behind]!.Text == "aside")) return -1;
        if (sentence.Is(first - 1, "leave")) sentence.Use(first - 1);
        return behind;
    }

    // The values that are listed together with the one at i, of one dimension: "A, B and C", "neither A nor B".
    private static List<int> Run(Sentence sentence, int i)
    {
        var run = new List<int> { i };
        var dimensions = ((ValueToken)sentence[i]!).Values.Select(value => value.Dimension).ToHashSet();
        for (var at = i + 1; at < sentence.Count; at++)
        {
            if (sentence.Is(at, "and", "or")) continue;
            if (sentence.Is(at, "not") && sentence.Is(at - 1, "and", "or")) continue;
            if (sentence[at] is not ValueToken next || !sentence.IsFree(at)) break;
            var shared = dimensions.Intersect(next.Values.Select(value => value.Dimension)).ToHashSet();
            if (shared.Count == 0 || !(sentence.Is(at - 1, "and", "or") || sentence.Is(at - 1, "not"))) break;
            dimensions = shared;
            run.Add(at);
        }
        return run;
    }

    private string? Dimension(Sentence sentence, int i, List<int> run, Draft draft)
    {
        IEnumerable<string> shared = ((ValueToken)sentence[i]!).Values.Select(value => value.Dimension).Distinct();
        foreach (var at in run.Skip(1)) shared = shared.Intersect(((ValueToken)sentence[at]!).Values.Select(value => value.Dimension));
        var dimensions = shared.ToList();
        if (dimensions.Count == 1) return dimensions[0];
        // "New York state", "the city of New York"
        foreach (var near in new[] { run[^1] + 1, i - 1 })
            if (sentence[near] is DimensionToken named && dimensions.Contains(named.Id) && !sentence.Is(near - 1, "by", "per")) return named.Id;
        // The other side of a comparison says which: "Texas vs New York".
        var others = sentence.Tokens.OfType<ValueToken>().Where(other => other.Values.Count == 1).Select(other => other.Values[0].Dimension).ToHashSet();
        if (sentence.Has("versus") || sentence.Has("compare")) if (dimensions.Where(others.Contains).ToList() is [var one]) return one;
        if (dimensions.Contains("city"))
        {
            var text = sentence[i]!.Text;
            if (dimensions.Contains("state") && !draft.Assumptions.Any(assumption => assumption.Contains(text, StringComparison.Ordinal))) draft.Assumptions.Add($"\"{text}\" was read as the city, not the state.");
            return "city";
        }
        draft.Ask($"What is meant by \"{sentence[i]!.Text}\"?", dimensions.Select(dimension => new Choice(catalogue.Dimension(dimension).Name, null, $"({catalogue.Dimension(dimension).Name.ToLowerInvariant()})")));
        return null;
    }

    // "On devices other than TVs": where it is counted, not what it is told by.
    private static void UsePlace(Sentence sentence, int negated, string dimension)
    {
        if (sentence[negated - 1] is DimensionToken { Plural: true } place && place.Id == dimension && sentence.WordBefore(negated - 1) is "on" or "in" or "from" or "at" or "over" or "through" or "via")
            sentence.Use(negated - 1);
    }

    // "by quality and device for phones and tablets": the name before the values is what rows are grouped by.
    private static bool IsGrouping(Sentence sentence, int i)
    {
        if (sentence[i] is not DimensionToken || !sentence.Is(i - 1, "and")) return false;
        while (sentence[i] is DimensionToken || sentence.Is(i, "and")) i--;
        return sentence.Is(i, "by", "per");
    }

    // "the mobile device", "genre drama", "Kids titles", "Fastly CDN": the dimension's own name beside its value says nothing new.
    private static void UseNames(Sentence sentence, int first, int last, string dimension, ValueToken value)
    {
        if (IsGrouping(sentence, first - 1)) return;
        var kin = dimension switch { "genre" => new[] { "genre" }, "device_os" => ["device_os", "device_type"], "event_type" => ["event_type"], _ => [dimension] };
        if (sentence[last + 1] is DimensionToken after && kin.Contains(after.Id) && sentence.IsFree(last + 1) && !after.Plural | dimension is "device_type" or "device_os" && !sentence.Tokens.OfType<SuperlativeToken>().Any()) sentence.Use(last + 1);
        else if (sentence.Is(first - 1, "predicate") && sentence[first - 2] is DimensionToken said && kin.Contains(said.Id) && sentence.IsFree(first - 2) && !sentence.Is(first - 3, "by", "per") && !said.Plural) sentence.Use(first - 2);
        else if (sentence[first - 1] is DimensionToken before && kin.Contains(before.Id) && sentence.IsFree(first - 1) && !sentence.Is(first - 2, "by", "per") && !before.Plural) sentence.Use(first - 1);
    }
}
