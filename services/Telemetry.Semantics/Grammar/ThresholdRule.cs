using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"More than 100 viewers", "error rate above 1 %", "content longer than an hour", "between 30 and 60 minutes".</summary>
internal sealed class ThresholdRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        None(sentence, draft);
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence.IsFree(i)) continue;
            if (sentence[i] is ComparatorToken comparator && sentence.IsFree(i + 1) && sentence[i + 1] is QuantityToken after) Take(sentence, draft, i, i + 1, Operator(comparator), after, null);
            // "(min. 100 sessions)"
            else if (sentence[i] is StatisticToken { Statistic: "min" or "max" } bound && sentence[i + 1] is QuantityToken { Unit: null } least && sentence.IsFree(i + 1) && sentence[i + 2] is MeasureToken)
                Take(sentence, draft, i, i + 1, bound.Statistic == "min" ? FilterOperator.AtLeast : FilterOperator.AtMost, least, null);
            else if (sentence[i] is QuantityToken before && sentence[i + 1] is ComparatorToken { Operator: "atLeast" or "atMost" } trailing && trailing.Text == "+" | trailing.Text.StartsWith("or ", StringComparison.Ordinal) | trailing.Text.StartsWith("and ", StringComparison.Ordinal))
                Take(sentence, draft, i, i + 1, Operator(trailing), before, null);
            // "100 viewers or more"
            else if (sentence[i] is QuantityToken { Unit: null } counted && sentence[i + 1] is MeasureToken && sentence[i + 2] is ComparatorToken { Operator: "atLeast" or "atMost" } behind && behind.Text.StartsWith("or ", StringComparison.Ordinal))
            {
                Take(sentence, draft, i, i, Operator(behind), counted, null);
                sentence.Use(i + 2);
            }
            else if (sentence[i] is QuantityToken low && sentence.WordBefore(i) == "between" && sentence.Is(i + 1, "and") && sentence[i + 2] is QuantityToken high)
                Take(sentence, draft, i, i + 2, FilterOperator.Between, low with { Unit = low.Unit ?? high.Unit }, high);
        }
    }

    // "ISPs without errors", "titles with zero stalls", "titles nobody finished": groups that have none.
    private static void None(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.Free<DimensionToken>())
        {
            if (sentence.Is(i - 1, "by", "per")) continue;
            var none = i + 1;
            while (sentence.Is(none, "predicate") || sentence.Is(none, "with") || sentence.Is(none, "had")) none++;
            if (!(sentence.Is(none, "not") || sentence.Is(none, "nobody") || sentence[none] is QuantityToken { Value: 0, Unit: null }) || !sentence.IsFree(none)) continue;
            var what = none + 1;
            while (sentence.Is(what, "all") || sentence.Is(what, "had") || sentence.Is(what, "predicate")) what++;
            var finished = sentence.Is(none, "nobody") && sentence[what] is AmbiguousToken { Word: "completion" };
            if (!finished && (sentence.Is(none, "nobody") || sentence[what] is not MeasureToken { Id: "errors" or "failed_sessions" or "buffering_events" or "completed_sessions" })) continue;
            for (var used = i + 1; used < what; used++) sentence.Use(used);
            if (finished)
            {
                sentence.Use(what);
                draft.Measures.Add(new PlanMeasure("completed_sessions"));
            }
            draft.Thresholds.Add(new PlanThreshold(FilterOperator.AtMost, 0) { Measure = finished ? "completed_sessions" : ((MeasureToken)sentence[what]!).Id });
        }
    }

    private void Take(Sentence sentence, Draft draft, int from, int to, FilterOperator kind, QuantityToken value, QuantityToken? upper)
    {
        if (value.Unit is "second" or "minute" or "hour" && !IsWatched(sentence, from) && IsAboutTitles(sentence, from, to))
        {
            var values = upper is null ? new[] { Minutes(value) } : [Minutes(value), Minutes(upper with { Unit = upper.Unit ?? value.Unit })];
            draft.Filters.Add(new PlanFilter("title_minutes", kind, [.. values.Select(minutes => minutes.ToString("R", System.Globalization.CultureInfo.InvariantCulture))]));
            for (var i = from; i <= to; i++) sentence.Use(i);
            // "Short content under 10 minutes": the number says how short.
            sentence.UseAll("length", "form");
            // "content" is named for its length only; "titles" may still be what is listed.
            if (sentence[from - 1] is DimensionToken { Id: "title" } && Others(sentence)) sentence.Use(from - 1);
            return;
        }
        // "viewers who watched more than 10 hours"
        if (value.Unit is "hour" or "minute" && IsWatched(sentence, from) && sentence.Tokens.All(token => token is not MeasureToken { Id: not ("viewers" or "sessions") }))
        {
            var hours = value.Unit == "hour" ? value.Value : value.Value / 60;
            draft.Measures.Add(new PlanMeasure("watch_time"));
            draft.Thresholds.Add(new PlanThreshold(kind, hours, upper is null ? null : (upper.Unit ?? value.Unit) == "hour" ? upper.Value : upper.Value / 60) { Measure = "watch_time" });
            for (var i = from; i <= to; i++) sentence.Use(i);
            return;
        }
        if (value.Unit == "percent" && sentence.Has("share"))
        {
            draft.Thresholds.Add(new PlanThreshold(kind, value.Value, upper?.Value));
            for (var i = from; i <= to; i++) sentence.Use(i);
            return;
        }
        // "Occurred more than 200 times", "played at least 50 times": how often it happened.
        if (value.Unit is null && sentence[to + 1] is AmbiguousToken { Word: "time" })
        {
            sentence.Use(to + 1);
            var played = sentence.Words.Any(word => SpokenDurationRule.IsWatching(word.Plain));
            if (played && !sentence.Tokens.Any(token => token is MeasureToken)) draft.Measures.Add(new PlanMeasure("sessions"));
            draft.Pending.Add((kind, value, upper));
            for (var i = from; i <= to; i++) sentence.Use(i);
            return;
        }
        if (Measure(sentence, from, to) is not { } measure)
        {
            if (sentence.Tokens.Any(token => token is AmbiguousToken)) return;
            // Only bandwidth is told in Mbit/s.
            if (value.Unit == "mbps" && draft.Measures.Count == 0) draft.Measures.Add(new PlanMeasure("bandwidth") { Statistic = "avg" });
            draft.Pending.Add((kind, value, upper));
            for (var i = from; i <= to; i++) sentence.Use(i);
            return;
        }
        if (Scaled(measure, value) is not { } limit) return;
        double? top = upper is null ? null : Scaled(measure, upper with { Unit = upper.Unit ?? value.Unit });
        if (upper is not null && top is null) return;
        // "watched by more than 100 people"
        if (sentence.Is(from - 1, "by")) sentence.Use(from - 1);
        if (Excluded(sentence, from) is >= 0 and var not && upper is null)
        {
            sentence.Use(not);
            kind = Opposite(kind);
        }
        draft.Thresholds.Add(new PlanThreshold(kind, limit, top) { Measure = measure.Id });
        for (var i = from; i <= to; i++) sentence.Use(i);
    }

    // "excluding titles with fewer than 30 sessions": the word that excludes, or -1.
    private static int Excluded(Sentence sentence, int from)
    {
        var before = from - 1;
        while (sentence.Is(before, "with") || sentence.Is(before, "had") || sentence.Is(before, "predicate") || sentence.Is(before, "all")) before--;
        return sentence[before] is DimensionToken && sentence.Is(before - 1, "not") && sentence.IsFree(before - 1) ? before - 1 : -1;
    }

    private static FilterOperator Opposite(FilterOperator kind) => kind switch
    {
        FilterOperator.Over => FilterOperator.AtMost,
        FilterOperator.AtLeast => FilterOperator.Under,
        FilterOperator.Under => FilterOperator.AtLeast,
        _ => FilterOperator.Over,
    };

    private static bool IsWatched(Sentence sentence, int at)
    {
        if (sentence[at] is not { Start: > 0 } token) return false;
        var before = token.Start - 1;
        while (before > 0 && sentence.Words[before].Plain is "for" or "a" or "total" or "of") before--;
        return sentence.Words[before].Plain is "watched" or "streamed" or "viewed" or "watch" or "stream";
    }

    // There is something else to measure, so that the titles are a condition and not the answer.
    private static bool Others(Sentence sentence) => sentence.Tokens.Any(token => token is MeasureToken { Id: not "title_length" } or AmbiguousToken || (token is KeywordToken { Role: "share" } && token.Text == "how much of"));

    private static bool IsAboutTitles(Sentence sentence, int from, int to)
    {
        if (sentence[to + 1] is MeasureToken { Id: "watch_time" or "watch_duration" or "startup_time" or "buffering_duration" }) return false;
        if (sentence.Is(to + 1, "length")) return true;
        var before = from - 1;
        while (sentence.Is(before, "predicate") || sentence.Is(before, "with") || sentence.Is(before, "had") || sentence.Is(before, "only")) before--;
        return sentence[before] is DimensionToken { Id: "title" or "genre" } || (sentence[before] is ValueToken value && value.Values[0].Dimension is "genre" or "title") || (sentence[before] is MeasureToken { Id: "title_length" });
    }

    // The measure right behind the number, or else the nearest one before it.
    private Measure? Measure(Sentence sentence, int from, int to)
    {
        if (sentence[to + 1] is MeasureToken next) return catalogue.Measure(next.Id);
        for (var i = from - 1; i >= 0; i--) if (sentence[i] is MeasureToken measure) return catalogue.Measure(measure.Id);
        for (var i = to + 1; i < sentence.Count; i++) if (sentence[i] is MeasureToken measure) return catalogue.Measure(measure.Id);
        return null;
    }

    /// <summary>A limit that was said without its measure, for the measure that is meant; null when the units don't fit.</summary>
    internal static PlanThreshold? Resolved((FilterOperator Operator, QuantityToken Value, QuantityToken? Upper) pending, Measure measure)
    {
        if (Scaled(measure, pending.Value) is not { } limit) return null;
        double? top = pending.Upper is null ? null : Scaled(measure, pending.Upper with { Unit = pending.Upper.Unit ?? pending.Value.Unit });
        return pending.Upper is not null && top is null ? null : new PlanThreshold(pending.Operator, limit, top);
    }

    internal static FilterOperator Operator(ComparatorToken token) => token.Operator switch
    {
        "over" => FilterOperator.Over,
        "atLeast" => FilterOperator.AtLeast,
        "under" => FilterOperator.Under,
        _ => FilterOperator.AtMost,
    };

    private static double Minutes(QuantityToken quantity) => quantity.Unit switch { "hour" => quantity.Value * 60, "second" => quantity.Value / 60, _ => quantity.Value };

    /// <summary>The number in the measure's own unit; null when its unit doesn't fit.</summary>
    internal static double? Scaled(Measure measure, QuantityToken quantity) => Scaled(measure.Unit, quantity);

    /// <summary>The number in that unit; null when its own doesn't fit.</summary>
    internal static double? Scaled(string unit, QuantityToken quantity) => (unit, quantity.Unit) switch
    {
        (_, null) => quantity.Value,
        ("%", "percent") or ("ms", "ms") or ("s", "second") or ("h", "hour") or ("Mbit/s", "mbps") => quantity.Value,
        ("ms", "second") => quantity.Value * 1000,
        ("ms", "minute") => quantity.Value * 60_000,
        ("s", "ms") => quantity.Value / 1000,
        ("s", "minute") => quantity.Value * 60,
        ("s", "hour") => quantity.Value * 3600,
        ("h", "minute") => quantity.Value / 60,
        ("h", "second") => quantity.Value / 3600,
        ("h", "day") => quantity.Value * 24,
        _ => null,
    };
}
