using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Conditions on single sessions: "how many sessions longer than 30 minutes", "share of sessions with more than 2 stalls", "errors in
/// sessions under a minute". Sessions that are to be listed are left to the rule for individuals.
/// </summary>
internal sealed class SessionConditionRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.Free<MeasureToken>())
        {
            if (sentence[i] is not MeasureToken { Id: "sessions" } || !(IsCounted(sentence, i) || IsPlace(sentence, i))) continue;
            if (Condition(sentence, i) is not { } condition) continue;
            for (var used = i + 1; used <= condition.Last; used++) if (sentence[used] is not ValueToken) sentence.Use(used);
            if (IsPlace(sentence, i)) sentence.Use(i);
            if (sentence.All("share").Any(share => share < i)) draft.Part.Add(condition.Filter);
            else draft.Filters.Add(condition.Filter);
        }
    }

    // A number of sessions is asked for, not the sessions.
    private static bool IsCounted(Sentence sentence, int i) =>
        sentence.Is(i - 1, "count") || sentence.All("share").Any(share => share < i) || sentence[i - 1] is StatisticToken { Statistic: "sum" }
        || sentence.Tokens.Any(token => token is DimensionToken or GrainToken or UnitToken);

    // "errors in sessions longer than ...": something else is measured.
    private static bool IsPlace(Sentence sentence, int i) =>
        sentence.WordBefore(i) is "in" or "of" or "for" or "during" or "within" && sentence.Tokens.Take(i).Any(token => token is MeasureToken { Id: not "sessions" });

    private (PlanFilter Filter, int Last)? Condition(Sentence sentence, int sessions)
    {
        var at = sessions + 1;
        // "sessions on TV yesterday had more than ...": where and when may come first.
        while (sentence.Is(at, "predicate") || sentence.Is(at, "with") || sentence.Is(at, "had") || sentence.Is(at, "only") || sentence[at] is ValueToken or TimeToken) at++;
        if (Limit(sentence, at) is not { } limit) return null;
        var named = sentence[limit.Last + 1] as MeasureToken;
        // "more than 2 stalls per minute" is no count of a session.
        if (named is not null && (!sentence.IsFree(limit.Last + 1) || sentence.Is(limit.Last + 2, "per"))) return null;
        if (named is null && limit.Low.Unit is not ("second" or "minute" or "hour")) return null;
        // "with at least one error" has a measure of its own.
        if (named?.Id == "errors" && limit is { Operator: FilterOperator.AtLeast, Low.Value: 1 }) return null;
        var said = named?.Id ?? "watch_duration";
        if (catalogue.Dimensions.FirstOrDefault(dimension => dimension.PartOf == said) is not { } dimension) return null;
        var measure = catalogue.Measure(said);
        var values = limit.High is { } high ? new[] { limit.Low with { Unit = limit.Low.Unit ?? high.Unit }, high } : [limit.Low];
        var scaled = values.Select(value => ThresholdRule.Scaled(measure, value)).ToList();
        if (scaled.Exists(value => value is null)) return null;
        var filter = new PlanFilter(dimension.Id, limit.Operator, [.. scaled.Select(value => value!.Value.ToString("R", CultureInfo.InvariantCulture))]);
        return (filter, named is null ? limit.Last : limit.Last + 1);
    }

    // "more than 2", "between 2 and 5", "3 or more".
    private static (FilterOperator Operator, QuantityToken Low, QuantityToken? High, int Last)? Limit(Sentence sentence, int at)
    {
        if (!sentence.IsFree(at) || !sentence.IsFree(at + 1)) return null;
        return (sentence[at], sentence[at + 1]) switch
        {
            (ComparatorToken comparator, QuantityToken value) => (ThresholdRule.Operator(comparator), value, null, at + 1),
            (QuantityToken value, ComparatorToken { Operator: "atLeast" or "atMost" } comparator) => (ThresholdRule.Operator(comparator), value, null, at + 1),
            (QuantityToken low, _) when sentence.WordBefore(at) == "between" && sentence.Is(at + 1, "and") && sentence[at + 2] is QuantityToken high => (FilterOperator.Between, low, high, at + 2),
            _ => null,
        };
    }
}
