using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"More than 100 viewers", "error rate above 1 %", "content longer than an hour", "between 30 and 60 minutes".</summary>
internal sealed class ThresholdRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence.IsFree(i)) continue;
            if (LimitAt(sentence, i) is { } limit)
            {
                Take(sentence, draft, limit);
            }
            else if (LimitAroundMeasure(sentence, i) is { } around)
            {
                Take(sentence, draft, around);
                sentence.Use(i + 2);
            }
        }
    }

    private static SaidLimit? LimitAt(Sentence sentence, int i) => (sentence[i], sentence[i + 1]) switch
    {
        (ComparatorToken comparator, QuantityToken value) when sentence.IsFree(i + 1) =>
            new SaidLimit(Limits.Operator(comparator), value, null, i, i + 1),
        // "(min. 100 sessions)"
        (StatisticToken { Statistic: "min" or "max" } bound, QuantityToken { Unit: null } value)
            when sentence.IsFree(i + 1) && sentence[i + 2] is MeasureToken =>
            new SaidLimit(bound.Statistic == "min" ? FilterOperator.AtLeast : FilterOperator.AtMost, value, null, i, i + 1),
        // "5 or more", "5 and up", "5+"
        (QuantityToken value, ComparatorToken { Operator: "atLeast" or "atMost" } comparator) when IsTrailing(comparator.Text) =>
            new SaidLimit(Limits.Operator(comparator), value, null, i, i + 1),
        (QuantityToken low, KeywordToken { Role: "and" })
            when sentence.WordBefore(i) == "between" && sentence[i + 2] is QuantityToken high =>
            new SaidLimit(FilterOperator.Between, low with { Unit = low.Unit ?? high.Unit }, high, i, i + 2),
        _ => null,
    };

    private static bool IsTrailing(string text) =>
        text == "+" || text.StartsWith("or ", StringComparison.Ordinal) || text.StartsWith("and ", StringComparison.Ordinal);

    // "100 viewers or more"
    private static SaidLimit? LimitAroundMeasure(Sentence sentence, int i) =>
        sentence[i] is QuantityToken { Unit: null } value
        && sentence[i + 1] is MeasureToken
        && sentence[i + 2] is ComparatorToken { Operator: "atLeast" or "atMost" } behind
        && behind.Text.StartsWith("or ", StringComparison.Ordinal)
            ? new SaidLimit(Limits.Operator(behind), value, null, i, i)
            : null;

    private void Take(Sentence sentence, Draft draft, SaidLimit limit)
    {
        if (OfTitles(sentence, draft, limit)
            || OfWatching(sentence, draft, limit)
            || OfShare(sentence, draft, limit)
            || OfTimes(sentence, draft, limit)
            || OfMeasure(sentence, draft, limit))
            sentence.Use(limit.First, limit.Last);
    }

    // "content longer than an hour"
    private static bool OfTitles(Sentence sentence, Draft draft, SaidLimit limit)
    {
        if (limit.Value.Unit is not ("second" or "minute" or "hour")) return false;
        if (LimitedWords.FollowsWatching(sentence, limit.First) || !LimitedWords.IsAboutTitles(sentence, limit)) return false;
        var minutes = new List<double> { Limits.Minutes(limit.Value) };
        if (limit.Upper is { } upper) minutes.Add(Limits.Minutes(upper with { Unit = upper.Unit ?? limit.Value.Unit }));
        var values = minutes.ConvertAll(value => value.ToString("R", CultureInfo.InvariantCulture));
        draft.Filters.Add(new PlanFilter("title_minutes", limit.Operator, values));
        // "Short content under 10 minutes": the number says how short.
        sentence.UseAll("length", "form");
        // "content" is named for its length only; "titles" may still be what is listed.
        var titles = sentence.Before(limit.First - 1, "length", "predicate");
        if (sentence[titles] is DimensionToken { Id: "title" } && LimitedWords.MeasuresElse(sentence)) sentence.Use(titles);
        return true;
    }

    // "viewers who watched more than 10 hours"
    private static bool OfWatching(Sentence sentence, Draft draft, SaidLimit limit)
    {
        if (limit.Value.Unit is not ("hour" or "minute") || !LimitedWords.FollowsWatching(sentence, limit.First)) return false;
        if (sentence.Tokens.Any(token => token is MeasureToken { Id: not ("viewers" or "sessions") })) return false;
        double? top = limit.Upper is { } upper ? Hours(upper, upper.Unit ?? limit.Value.Unit) : null;
        draft.Measures.Add(new PlanMeasure("watch_time"));
        draft.Thresholds.Add(new PlanThreshold(limit.Operator, Hours(limit.Value, limit.Value.Unit), top) { Measure = "watch_time" });
        return true;
    }

    private static double Hours(QuantityToken quantity, string? unit) => unit == "hour" ? quantity.Value : quantity.Value / 60;

    private static bool OfShare(Sentence sentence, Draft draft, SaidLimit limit)
    {
        if (limit.Value.Unit != "percent" || !sentence.Has("share")) return false;
        draft.Thresholds.Add(new PlanThreshold(limit.Operator, limit.Value.Value, limit.Upper?.Value));
        return true;
    }

    // "Occurred more than 200 times", "played at least 50 times": how often it happened.
    private static bool OfTimes(Sentence sentence, Draft draft, SaidLimit limit)
    {
        if (limit.Value.Unit is not null || sentence[limit.Last + 1] is not AmbiguousToken { Word: "time" }) return false;
        sentence.Use(limit.Last + 1);
        var played = sentence.Words.Any(word => SpokenDurationRule.IsWatching(word.Plain));
        if (played && !sentence.Any<MeasureToken>()) draft.Measures.Add(new PlanMeasure("sessions"));
        draft.Pending.Add(limit);
        return true;
    }

    private bool OfMeasure(Sentence sentence, Draft draft, SaidLimit limit)
    {
        if (LimitedWords.Measure(sentence, limit) is not { } id) return OfUnnamed(sentence, draft, limit);
        if (Limits.Resolved(limit, catalogue.Measure(id)) is not { } threshold) return false;
        // "watched by more than 100 people"
        sentence.UseIf(limit.First - 1, "by");
        if (limit.Upper is null && LimitedWords.Excluding(sentence, limit.First) is { } not)
        {
            sentence.Use(not);
            threshold = threshold with { Operator = Limits.Opposite(threshold.Operator) };
        }
        draft.Thresholds.Add(threshold with { Measure = id });
        return true;
    }

    // Of what is measured, when it is known.
    private static bool OfUnnamed(Sentence sentence, Draft draft, SaidLimit limit)
    {
        if (sentence.Any<AmbiguousToken>()) return false;
        // Only bandwidth is told in Mbit/s.
        if (limit.Value.Unit == "mbps" && draft.Measures.Count == 0) draft.Measures.Add(new PlanMeasure("bandwidth") { Statistic = "avg" });
        draft.Pending.Add(limit);
        return true;
    }
}
