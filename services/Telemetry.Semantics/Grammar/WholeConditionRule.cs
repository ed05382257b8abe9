using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Conditions on single sessions and single viewers: "how many sessions longer than 30 minutes", "share of sessions that stalled more than
/// twice", "viewers who watched more than 3 titles". Sessions that are to be listed are left to the rule for individuals; viewers are
/// counted, never listed.
/// </summary>
internal sealed class WholeConditionRule(SemanticCatalogue catalogue) : IRule
{
    /// <summary>A limit, as it was said.</summary>
    private sealed record Limit(FilterOperator Operator, QuantityToken Low, QuantityToken? High, int Last);

    /// <summary>A condition that was understood.</summary>
    /// <param name="Filter">What it keeps.</param>
    /// <param name="Last">Index of its last token.</param>
    /// <param name="Spoken">It was said by a verb: "stalled twice".</param>
    private sealed record Condition(PlanFilter Filter, int Last, bool Spoken);

    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.Free<MeasureToken>())
        {
            if (sentence[i] is not MeasureToken { Id: "sessions" or "viewers" } whole || sentence.WordBefore(i) is "where" or "whose") continue;
            if (Read(sentence, draft, i, whole.Id) is not { } condition) continue;
            if (!IsPlace(sentence, i) && !IsCounted(sentence, i, condition.Last) && whole.Id == "sessions")
            {
                if (condition.Spoken) draft.Ask("Is the number of these sessions meant?", new Choice("Their number", whole.Text, $"number of {whole.Text}"), new Choice("Their number per day", null, "per day"));
                continue;
            }
            for (var used = i + 1; used <= condition.Last; used++) if (sentence[used] is not (ValueToken or TimeToken)) sentence.Use(used);
            if (IsPlace(sentence, i)) sentence.Use(i);
            if (sentence.All("share").Any(share => share < i)) draft.Part.Add(condition.Filter);
            else draft.Filters.Add(condition.Filter);
        }
    }

    // Their number is asked for, not they themselves.
    private static bool IsCounted(Sentence sentence, int i, int last) =>
        sentence.Is(i - 1, "count") || sentence.All("share").Any(share => share < i) || sentence[i - 1] is StatisticToken { Statistic: "sum" }
        || Enumerable.Range(0, sentence.Count).Any(at => (at < i || at > last) && sentence[at] is DimensionToken or GrainToken or UnitToken);

    // "errors in sessions longer than ...": something else is measured.
    private static bool IsPlace(Sentence sentence, int i) =>
        sentence.WordBefore(i) is "in" or "of" or "for" or "during" or "within" && sentence.Tokens.Take(i).Any(token => token is MeasureToken other && other.Id != ((MeasureToken)sentence[i]!).Id);

    private Condition? Read(Sentence sentence, Draft draft, int subject, string whole)
    {
        var at = subject + 1;
        // "sessions on TV yesterday had more than ...": where and when may come first.
        while (sentence.Is(at, "predicate") || sentence.Is(at, "with") || sentence.Is(at, "had") || sentence.Is(at, "only") || sentence[at] is ValueToken or TimeToken) at++;
        if (Without(sentence, at, whole) is { } without) return without;
        var verb = Verb(sentence, at);
        if (verb is not null) at++;
        if (LimitAt(sentence, at) is not { } limit) return null;
        var last = limit.Last;
        if (limit.Low.Unit is null && sentence[last + 1] is AmbiguousToken { Word: "time" }) last++;
        if (verb is not null) return Of(whole, limit.Low.Unit is null ? verb : verb == "buffering_events" ? "buffering_duration" : null, limit, last, true);
        if (last > limit.Last) return null;
        // "more than 2 stalls per minute" is no count of a session.
        if (sentence[last + 1] is MeasureToken measure) return sentence.IsFree(last + 1) && !sentence.Is(last + 2, "per") ? Of(whole, measure.Id, limit, last + 1, false) : null;
        if (whole == "viewers" && limit.Low.Unit is null && sentence[last + 1] is DimensionToken counted && counted.Plural | limit.Low.Value == 1)
        {
            if (Of(whole, counted.Id, limit, last + 1, false) is { } condition) return condition;
            draft.Ask($"Viewers can't be told apart by how many {counted.Text} they have. What should be counted instead?", new Choice("Titles of a viewer", counted.Text, "titles"), new Choice("Devices of a viewer", counted.Text, "devices"));
            return null;
        }
        // "sessions over an hour long"
        if (sentence.Is(last + 1, "length")) last++;
        return limit.Low.Unit is "second" or "minute" or "hour" ? Of(whole, whole == "viewers" ? "watch_time" : "watch_duration", limit, last, false) : null;
    }

    // "sessions without any stalls", "viewers with zero errors", "sessions that never stalled"
    private Condition? Without(Sentence sentence, int at, string whole)
    {
        if (!sentence.IsFree(at) || !(sentence.Is(at, "not") || sentence[at] is QuantityToken { Value: 0, Unit: null })) return null;
        var what = at + 1;
        while (sentence.Is(what, "all") || sentence.Is(what, "had")) what++;
        var said = sentence[what] is MeasureToken { Id: "errors" or "buffering_events" } measure ? measure.Id : Verb(sentence, what);
        return said is null || !sentence.IsFree(what) ? null : Of(whole, said, new Limit(FilterOperator.AtMost, new QuantityToken(0, null), null, what), what, true);
    }

    // What a verb says that happened: "stalled", "buffered", "froze".
    private static string? Verb(Sentence sentence, int at) => sentence.IsFree(at) && sentence[at] is AmbiguousToken { Word: "buffering" } ? "buffering_events" : null;

    private Condition? Of(string whole, string? said, Limit limit, int last, bool spoken)
    {
        // "with at least one error" has a measure of its own.
        if (said == "errors" && limit is { Operator: FilterOperator.AtLeast, Low.Value: 1 }) return null;
        if (said is null || catalogue.Dimensions.FirstOrDefault(dimension => dimension.Whole == whole && dimension.PartOf == said) is not { } dimension) return null;
        var values = limit.High is { } high ? new[] { limit.Low with { Unit = limit.Low.Unit ?? high.Unit }, high } : [limit.Low];
        var scaled = values.Select(value => ThresholdRule.Scaled(dimension.Unit, value)).ToList();
        if (scaled.Exists(value => value is null)) return null;
        return new Condition(new PlanFilter(dimension.Id, limit.Operator, [.. scaled.Select(value => value!.Value.ToString("R", CultureInfo.InvariantCulture))]), last, spoken);
    }

    // "more than 2", "between 2 and 5", "3 or more".
    private static Limit? LimitAt(Sentence sentence, int at)
    {
        if (!sentence.IsFree(at) || !sentence.IsFree(at + 1)) return null;
        return (sentence[at], sentence[at + 1]) switch
        {
            (ComparatorToken comparator, QuantityToken value) => new Limit(ThresholdRule.Operator(comparator), value, null, at + 1),
            (QuantityToken value, ComparatorToken { Operator: "atLeast" or "atMost" } comparator) => new Limit(ThresholdRule.Operator(comparator), value, null, at + 1),
            (QuantityToken low, _) when sentence.WordBefore(at) == "between" && sentence.Is(at + 1, "and") && sentence[at + 2] is QuantityToken high => new Limit(FilterOperator.Between, low, high, at + 2),
            _ => null,
        };
    }
}
