using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"Hourly", "per day", "every 15 minutes", "over time"; and "which hour", "busiest day", where buckets are ranked.</summary>
internal sealed class GrainRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var (i, grain) in sentence.Free<GrainToken>())
        {
            sentence.Use(i);
            Set(draft, new PlanGrain(grain.Unit));
        }
        Lengths(sentence, draft);
        Units(sentence, draft);
        EachOfThem(sentence, draft);
        When(sentence, draft);
        if (sentence.UseAll("trend")) draft.Trend = true;
    }

    private static void Lengths(Sentence sentence, Draft draft)
    {
        foreach (var (i, quantity) in sentence.Free<QuantityToken>())
        {
            if (quantity.Unit is not ("minute" or "hour" or "day" or "week") || quantity.Value % 1 != 0) continue;
            if (IsNumberOfBuckets(sentence, i, quantity))
            {
                sentence.Use(i);
                Set(draft, new PlanGrain(quantity.Unit));
                draft.BucketCount = (int)quantity.Value;
            }
            else if (IsLengthOfBuckets(sentence, i, quantity) && Fits(quantity) is { } grain)
            {
                sentence.Use(i);
                sentence.UseIf(i - 1, "by", "per");
                Set(draft, grain);
            }
        }
    }

    // "top 3 hours", "the 2 days with the most": a number of buckets, not their length.
    private static bool IsNumberOfBuckets(Sentence sentence, int i, QuantityToken quantity)
    {
        if (!quantity.Plural || sentence[i - 1] is ComparatorToken || sentence.Is(i - 1, "by", "per")) return false;
        return sentence[i - 1] is SuperlativeToken
            || sentence.Is(i - 1, "which")
            || (sentence.Any<SuperlativeToken>() && sentence.Is(i + 1, "had", "with"));
    }

    private static bool IsLengthOfBuckets(Sentence sentence, int i, QuantityToken quantity) =>
        sentence.IsFree(i - 1, "by", "per")
        || IsBucket(sentence.WordAfter(i))
        || quantity.Text.EndsWith("hourly", StringComparison.Ordinal)
        || IsAdjective(sentence, i, quantity);

    private static bool IsBucket(string word) => word
        is "bucket" or "buckets" or "interval" or "intervals" or "slots" or "slot" or "steps" or "step" or "granularity" or "bins"
        or "increments" or "windows" or "chunks" or "grain" or "resolution" or "blocks";

    // "15 minute errors today"
    private static bool IsAdjective(Sentence sentence, int i, QuantityToken quantity) =>
        quantity is { Plural: false, Value: > 1 }
        && sentence[i + 1] is MeasureToken
        && sentence[i - 1] is not ComparatorToken
        && sentence.Any<TimeToken>();

    private static void Units(Sentence sentence, Draft draft)
    {
        foreach (var (i, unit) in sentence.Free<UnitToken>())
        {
            if (IsAmount(sentence, i, unit) || IsHoursWatched(sentence, i, unit)) continue;
            var introduced = IsIntroduced(sentence, i);
            if (!introduced && !IsRanked(sentence, i) && !IsListed(sentence, i, unit)) continue;
            sentence.Use(i);
            if (introduced) sentence.Use(i - 1);
            // Ranked buckets; the ranking rule takes the superlative.
            else draft.Listed |= sentence.Is(i - 1, "which");
            Set(draft, new PlanGrain(unit.Unit));
        }
    }

    // "the country with the most hours" ranks countries, not hours.
    private static bool IsAmount(Sentence sentence, int i, UnitToken unit) =>
        unit is { Unit: "hour", Plural: true }
        && sentence[i - 1] is SuperlativeToken { Text: not ("top" or "bottom" or "peak" or "worst" or "best" or "first") }
        && sentence.Tokens.Take(i).Any(token => token is DimensionToken)
        && !sentence.Is(i - 2, "which");

    // "top titles by hours" means hours watched, perhaps.
    private static bool IsHoursWatched(Sentence sentence, int i, UnitToken unit) =>
        unit.Plural && sentence[i - 1] is KeywordToken { Role: "by", Text: "by" } && sentence.Any<SuperlativeToken>();

    private static bool IsIntroduced(Sentence sentence, int i) =>
        sentence.IsFree(i - 1, "by", "per") || (sentence.IsFree(i - 1, "and") && sentence[i - 2] is DimensionToken);

    private static bool IsRanked(Sentence sentence, int i) =>
        sentence.Any<SuperlativeToken>() || sentence[i - 1] is QuantityToken { Unit: null } || sentence.Is(i - 1, "which", "anomaly");

    // "hours with more than 100 viewers"
    private static bool IsListed(Sentence sentence, int i, UnitToken unit) =>
        sentence.Has("anomaly")
        || (sentence.Any<ComparatorToken>() && (sentence.Is(i - 1, "all") || (unit.Plural && (i == 0 || sentence.Is(i - 1, "list")))));

    // "on each of the last 3 days"
    private static void EachOfThem(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.All("by").Where(sentence.IsFree).ToList())
        {
            if (sentence[i + 1] is not TimeToken { Spec.Period: not null } period) continue;
            var by = sentence[i]!.Text;
            var unit = period.Text.Split(' ')[^1];
            if (unit is not ("days" or "hours" or "weeks")) continue;
            if (!by.Contains("each", StringComparison.Ordinal) && !by.Contains("every", StringComparison.Ordinal)) continue;
            sentence.Use(i);
            Set(draft, new PlanGrain(unit.TrimEnd('s')));
        }
    }

    private static void When(Sentence sentence, Draft draft)
    {
        var asked = sentence.All("when").ToList();
        if (asked.Count == 0) return;
        // "Which hour had the most stalls by hour of day": what is ranked is said.
        if (sentence.Tokens.Any(token => token is DimensionToken { Id: "hour_of_day" or "local_hour" }))
        {
            sentence.UseAll("when");
            return;
        }
        // "Which hour had the most stalls, by hour": one of the period.
        var isSaid = draft.Grain is not null;
        if (sentence.Any<SuperlativeToken>()) WhenTheMost(sentence, draft, asked);
        // "which hours had more than 200 viewers"
        foreach (var i in asked.FindAll(sentence.IsFree))
        {
            if (!sentence[i]!.Text.EndsWith(" hours", StringComparison.Ordinal)) continue;
            if (draft.Grain is not null || !sentence.Any<ComparatorToken>()) continue;
            sentence.Use(i);
            Set(draft, new PlanGrain("hour"));
        }
        draft.IsHourOpen = !isSaid && IsHourOfDayOrPeriod(draft) && asked.Exists(i => NamesHour(sentence[i]!.Text));
    }

    private static void WhenTheMost(Sentence sentence, Draft draft, List<int> asked)
    {
        if (draft.Grain is not null)
        {
            foreach (var i in asked)
                if (i == 0 || sentence[i]!.Text.StartsWith("when ", StringComparison.Ordinal)) sentence.Use(i);
        }
        else if (asked.Exists(i => i == 0 || sentence[i]!.Text != "when"))
        {
            sentence.UseAll("when");
            Set(draft, new PlanGrain("hour"));
        }
    }

    private static bool NamesHour(string when) =>
        when.Contains("hour", StringComparison.Ordinal) || when.Contains("what time", StringComparison.Ordinal);

    private static bool IsHourOfDayOrPeriod(Draft draft) =>
        draft is { Grain.Unit: "hour", Analysis: not Analysis.Anomaly, Time: not { Unit: "day" or "hour" } };

    private static void Set(Draft draft, PlanGrain grain)
    {
        if (draft.Grain is { } other && other != grain)
            draft.Ask(
                "Which time step is meant?",
                new Choice($"By {other.Unit}", null, $"by {other.Unit}"),
                new Choice($"By {grain.Unit}", null, $"by {grain.Unit}"));
        draft.Grain = grain;
    }

    /// <summary>Buckets have to divide the hour, the day or nothing.</summary>
    public static PlanGrain? Fits(QuantityToken quantity) => (quantity.Unit, (int)quantity.Value) switch
    {
        ("minute", 60) => new PlanGrain("hour"),
        ("minute", var count) when count is >= 1 and < 60 && 60 % count == 0 => new PlanGrain("minute", count),
        ("hour", 24) => new PlanGrain("day"),
        ("hour", var count) when count is >= 1 and < 24 && 24 % count == 0 => new PlanGrain("hour", count),
        ("day", 1) => new PlanGrain("day"),
        ("day", 7) or ("week", 1) => new PlanGrain("week"),
        _ => null,
    };
}
