using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Makes a plan of what the rules have understood: fills in the defaults that METRICS names, and asks back where there is none.
/// </summary>
internal sealed partial class PlanMaker(SemanticCatalogue catalogue)
{
    private const int DefaultRows = 10;

    // Without a period, all that there is; for the time step it counts as a year.
    private const int DaysOfEver = 365;

    /// <summary>The plan, or null after <see cref="Draft.Ask"/>.</summary>
    public QueryPlan? Make(Draft draft, string? zone, DateTimeOffset now)
    {
        Live(draft);
        Durations(draft);
        Correlated(draft);
        DefaultMeasure(draft);
        if (draft.Question is not null) return null;
        Averages(draft);
        Extremes(draft);
        Limited(draft);
        if (draft.Question is not null) return null;
        if (IsShared(draft)) draft.Analysis = Analysis.Share;
        draft.Grain ??= Grain(draft, now);
        return Plan(draft, zone, now);
    }

    private QueryPlan Plan(Draft draft, string? zone, DateTimeOffset now)
    {
        var isTimeless = draft.Analysis == Analysis.Titles || draft.Measures.Exists(measure => measure.Id == "active_viewers");
        var time = isTimeless ? null : draft.Time?.Period ?? DefaultPeriod(now);
        return new QueryPlan
        {
            Analysis = draft.Analysis,
            Measures = [.. draft.Measures],
            Dimensions = [.. draft.Dimensions],
            Filters = Filters(draft),
            Time = time is null ? null : time with { Words = Wording(time) },
            CompareWith = [.. draft.CompareWith.Select(period => period with { Words = Wording(period) })],
            Grain = draft.Grain,
            Zone = zone,
            Part = [.. draft.Part],
            Thresholds = Thresholds(draft, draft.Measures),
            Order = Order(draft),
            Limit = Limit(draft),
            Skip = Skip(draft),
            Apart = draft.Apart,
        };
    }

    public static PlanPeriod DefaultPeriod(DateTimeOffset now) =>
        new(now.AddDays(-7), null, "last 7 days") { Rolling = true, Assumed = true };

    private static string Wording(PlanPeriod period)
    {
        var words = period.Words;
        foreach (var small in new[] { "on ", "in ", "the " })
            if (words.StartsWith(small, StringComparison.Ordinal)) words = words[small.Length..];
        return words;
    }

    public static IReadOnlyList<PlanFilter> Filters(Draft draft) =>
    [
        .. draft.Groups.Select(group => new PlanFilter(group.Dimension, FilterOperator.In, [.. group.Values])),
        .. draft.Filters,
    ];

    /// <summary>Limits of the first measure name none.</summary>
    public static IReadOnlyList<PlanThreshold> Thresholds(Draft draft, IReadOnlyList<PlanMeasure> measures)
    {
        var first = measures.Count > 0 ? measures[0].Id : null;
        return [.. draft.Thresholds.Select(limit => first is not null && limit.Measure == first ? limit with { Measure = null } : limit)];
    }

    // "Distribution of sessions by device": the numbers, and their shares beside them.
    private bool IsShared(Draft draft) =>
        draft is { Distribution: true, Analysis: Analysis.Aggregate, Dimensions.Count: > 0, Grain: null, Ranking: null }
        && draft is { Thresholds.Count: 0, CompareWith.Count: 0, Measures: [{ Per: null } only] }
        && catalogue.Measure(only.Id) is { Live: false } and ({ Count: true } or { Additive: true });

    private static PlanGrain? Grain(Draft draft, DateTimeOffset now)
    {
        if (draft.Analysis == Analysis.Anomaly) return new PlanGrain("hour");
        if (!draft.Trend) return null;
        var period = draft.Time?.Period ?? DefaultPeriod(now);
        var length = (period.To ?? now) - (period.From ?? now.AddDays(-DaysOfEver));
        return new PlanGrain(length.TotalHours switch { <= 3 => "minute", <= 49 => "hour", _ => "day" });
    }
}
