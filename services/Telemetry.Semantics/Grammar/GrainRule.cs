using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"Hourly", "per day", "every 15 minutes", "over time"; and "which hour", "busiest day", where buckets are ranked.</summary>
internal sealed class GrainRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.Free<GrainToken>())
        {
            sentence.Use(i);
            Set(draft, new PlanGrain(((GrainToken)sentence[i]!).Unit));
        }
        foreach (var i in sentence.Free<QuantityToken>())
        {
            var quantity = (QuantityToken)sentence[i]!;
            if (quantity.Unit is not ("minute" or "hour" or "day" or "week") || quantity.Value % 1 != 0) continue;
            // "top 3 hours", "the 2 days with the most": a number of buckets, not their length.
            var ranked = quantity.Plural && (sentence[i - 1] is SuperlativeToken || sentence.Is(i - 1, "which") || (sentence.Tokens.Any(token => token is SuperlativeToken) && sentence.Is(i + 1, "had", "with")));
            if (ranked && sentence[i - 1] is not ComparatorToken && !sentence.Is(i - 1, "by", "per"))
            {
                sentence.Use(i);
                Set(draft, new PlanGrain(quantity.Unit!));
                draft.BucketCount = (int)quantity.Value;
                continue;
            }
            var introduced = sentence.Is(i - 1, "by", "per") && sentence.IsFree(i - 1);
            var bucketed = sentence.WordAfter(i) is "bucket" or "buckets" or "interval" or "intervals" or "slots" or "slot" or "steps" or "step" or "granularity" or "bins" or "increments" or "windows" or "chunks" or "grain" or "resolution" or "blocks";
            var hourly = quantity.Text.EndsWith("hourly", StringComparison.Ordinal);
            var adjective = sentence[i + 1] is MeasureToken && !quantity.Plural && quantity.Value > 1 && sentence[i - 1] is not ComparatorToken && sentence.Tokens.Any(token => token is TimeToken);
            if (!introduced && !bucketed && !hourly && !adjective) continue;
            if (Fits(quantity) is not { } grain) continue;
            sentence.Use(i);
            if (introduced) sentence.Use(i - 1);
            Set(draft, grain);
        }
        foreach (var i in sentence.Free<UnitToken>())
        {
            var unit = ((UnitToken)sentence[i]!).Unit;
            // "the country with the most hours" ranks countries, not hours.
            if (unit == "hour" && IsAmount(sentence, i)) continue;
            // "top titles by hours" means hours watched, perhaps.
            if (((UnitToken)sentence[i]!).Plural && sentence.Is(i - 1, "by") && sentence[i - 1]!.Text == "by" && sentence.Tokens.Any(token => token is SuperlativeToken)) continue;
            if (sentence.Is(i - 1, "by", "per") && sentence.IsFree(i - 1) || (sentence.Is(i - 1, "and") && sentence[i - 2] is DimensionToken && !sentence.IsFree(i - 1) == false))
            {
                sentence.Use(i);
                sentence.Use(i - 1);
                Set(draft, new PlanGrain(unit));
            }
            else if (sentence[i - 1] is SuperlativeToken || sentence[i - 1] is QuantityToken { Unit: null } || sentence.Is(i - 1, "which") || sentence.Is(i - 1, "anomaly") || sentence.Tokens.Any(token => token is SuperlativeToken))
            {
                // Ranked buckets; the ranking rule takes the superlative.
                sentence.Use(i);
                Set(draft, new PlanGrain(unit));
                draft.Listed |= sentence.Is(i - 1, "which");
            }
            else if (sentence.Has("anomaly") || ((((UnitToken)sentence[i]!).Plural || sentence.Is(i - 1, "all")) && sentence.Tokens.Any(token => token is ComparatorToken) && (i == 0 || sentence.Is(i - 1, "list") || sentence.Is(i - 1, "all"))))
            {
                sentence.Use(i);
                Set(draft, new PlanGrain(unit));
            }
        }
        // "on each of the last 3 days"
        foreach (var i in sentence.All("by").Where(sentence.IsFree).ToList())
            if (sentence[i + 1] is TimeToken { Spec.Period: not null } spread && spread.Text.Split(' ')[^1] is "days" or "hours" or "weeks" && sentence[i]!.Text.Contains("each", StringComparison.Ordinal) | sentence[i]!.Text.Contains("every", StringComparison.Ordinal))
            {
                sentence.Use(i);
                Set(draft, new PlanGrain(spread.Text.Split(' ')[^1].TrimEnd('s')));
            }
        if (draft.Grain is not null && sentence.Tokens.Any(token => token is SuperlativeToken)) foreach (var i in sentence.All("when")) if (sentence[i]!.Text.StartsWith("when ", StringComparison.Ordinal) || i == 0) sentence.Use(i);
        if (sentence.All("when").Any(i => i == 0 || sentence[i]!.Text != "when") && draft.Grain is null && sentence.Tokens.Any(token => token is SuperlativeToken))
        {
            sentence.UseAll("when");
            Set(draft, new PlanGrain("hour"));
        }
        // "which hours had more than 200 viewers"
        foreach (var i in sentence.All("when").Where(sentence.IsFree).ToList())
            if (sentence[i]!.Text.EndsWith(" hours", StringComparison.Ordinal) && draft.Grain is null && sentence.Tokens.Any(token => token is ComparatorToken))
            {
                sentence.Use(i);
                Set(draft, new PlanGrain("hour"));
            }
        if (sentence.Has("when") && draft.Grain is { Unit: "hour" } && sentence.All("when").Any(i => sentence[i]!.Text.Contains("hour", StringComparison.Ordinal) || sentence[i]!.Text.Contains("what time", StringComparison.Ordinal)) && draft.Analysis != Analysis.Anomaly && draft.Time is not { Unit: "day" or "hour" })
            draft.Ask("Which hour is meant?", new Choice("Hour of day, UTC", null, "by hour of day"), new Choice("Hour of day, where the viewers are", null, "by local hour"), new Choice("One hour of the period", null, "by hour"));
        if (sentence.UseAll("trend")) draft.Trend = true;
    }

    private static bool IsAmount(Sentence sentence, int i) =>
        ((UnitToken)sentence[i]!).Plural && sentence[i - 1] is SuperlativeToken { Text: not ("top" or "bottom" or "peak" or "worst" or "best" or "first") } && sentence.Tokens.Take(i).Any(token => token is DimensionToken) && !sentence.Is(i - 2, "which");

    private static void Set(Draft draft, PlanGrain grain)
    {
        if (draft.Grain is not null && draft.Grain != grain) draft.Ask("Which time step is meant?", new Choice($"By {draft.Grain.Unit}", null, $"by {draft.Grain.Unit}"), new Choice($"By {grain.Unit}", null, $"by {grain.Unit}"));
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
