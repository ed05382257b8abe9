using System.Globalization;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Semantics.Plans;

/// <summary>Checks that a plan holds together, wherever it comes from. What passes here compiles.</summary>
internal sealed class PlanValidation(SemanticCatalogue catalogue)
{
    private const int MostFilters = 20, MostValues = 200, MostGroups = 4, MostMeasures = 6, MostRows = 1000;

    /// <summary>What is wrong with the plan, in a sentence; null when nothing is.</summary>
    public string? Fault(QueryPlan plan, DateTimeOffset now) =>
        Shape(plan) ?? Measures(plan) ?? Dimensions(plan) ?? plan.Filters.Concat(plan.Part).Select(Filter).FirstOrDefault(fault => fault is not null) ?? Times(plan, now) ?? Combination(plan);

    private static string? Shape(QueryPlan plan) =>
        plan.Version != QueryPlan.CurrentVersion ? $"The plan has version {plan.Version}; this server runs version {QueryPlan.CurrentVersion}."
        : !Enum.IsDefined(plan.Analysis) ? "The plan's analysis is unknown."
        : plan.Measures is null || plan.Dimensions is null || plan.Filters is null || plan.Part is null || plan.CompareWith is null || plan.Thresholds is null ? "A list of the plan is null; leave it out or give an empty one."
        : plan.Measures.Count > MostMeasures ? $"A plan has at most {MostMeasures} measures; this one has {plan.Measures.Count}."
        : plan.Dimensions.Count > MostGroups ? $"A plan groups by at most {MostGroups} dimensions; this one by {plan.Dimensions.Count}."
        : plan.Filters.Count + plan.Part.Count > MostFilters ? $"A plan has at most {MostFilters} filters; this one has {plan.Filters.Count + plan.Part.Count}."
        : plan.CompareWith.Count > 3 ? "A plan compares at most four periods."
        : plan.Thresholds.Count > 4 ? "A plan has at most four thresholds."
        : plan.Limit is < 1 or > MostRows ? $"The limit has to be 1 to {MostRows}; it is {plan.Limit}."
        : null;

    private string? Measures(QueryPlan plan)
    {
        foreach (var measure in plan.Measures)
        {
            if (measure?.Id is null || catalogue.FindMeasure(measure.Id) is not { } found) return $"There is no measure '{measure?.Id}'.";
            if ((found.Titles is not null || found.TitlesColumn is not null) != (plan.Analysis == Analysis.Titles)) return $"'{measure.Id}' doesn't go with this analysis.";
            if (measure.Statistic is { } statistic && !IsStatistic(statistic)) return $"There is no statistic '{statistic}': avg, min, max, sum, stddev and p1 to p99 are known.";
            if (measure.Statistic is not null && !found.IsStatistic && plan.Analysis != Analysis.BucketStatistic) return $"{found.Name} is not a statistic of single values.";
            if (found.Id == "distinct_values" != measure.Of is not null || (measure.Of is { } of && catalogue.FindDimension(of) is not { Whole: null })) return "Distinct values need a known dimension.";
            if (measure.Per is { } per && (catalogue.FindMeasure(per) is not { IsStatistic: false, Live: false } below || found.IsStatistic || found.Live || ((found.Event is null || below.Event is null) && (found.Session is null || below.Session is null)))) return $"{found.Name} can't be divided by '{per}'.";
            if (!(measure.PerCount is >= 1 and <= 1e9)) return "A ratio is per 1 to 1,000,000,000.";
            if (plan.Analysis == Analysis.Correlation && found.Row is null) return $"{found.Name} has no value an event, so it can't be correlated.";
        }
        return plan.Measures.DistinctBy(measure => MeasureName(measure)).Count() < plan.Measures.Count ? "A measure is there twice." : null;
    }

    private static string MeasureName(PlanMeasure measure) => $"{measure.Id}/{measure.Statistic}/{measure.Per}/{measure.PerCount}/{measure.Of}";

    private string? Dimensions(QueryPlan plan)
    {
        foreach (var dimension in plan.Dimensions)
        {
            if (dimension is null || catalogue.FindDimension(dimension) is not { } found) return $"There is no dimension '{dimension}'.";
            if (found.Whole is not null) return $"{found.Name} can be filtered on, not grouped by.";
            if (plan.Analysis == Analysis.Titles && found.Facts is null) return $"Titles have no {found.Name.ToLowerInvariant()}.";
        }
        return plan.Dimensions.Distinct().Count() < plan.Dimensions.Count ? "A dimension is there twice." : null;
    }

    private string? Filter(PlanFilter filter)
    {
        if (filter?.Dimension is null || catalogue.FindDimension(filter.Dimension) is not { } dimension) return $"There is no dimension '{filter?.Dimension}'.";
        if (!Enum.IsDefined(filter.Operator)) return "A filter's operator is unknown.";
        if (filter.Values is not { Count: > 0 and <= MostValues } values || values.Any(value => value is null or { Length: > 200 })) return $"A filter on {dimension.Name.ToLowerInvariant()} needs 1 to {MostValues} values.";
        if (filter.Operator == FilterOperator.Between != (values.Count == 2) && filter.Operator == FilterOperator.Between) return "Between needs two values.";
        if (filter.Operator is not (FilterOperator.In or FilterOperator.NotIn) && !dimension.Number) return $"{dimension.Name} is not a number.";
        return dimension.Number && values.Any(value => !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) ? $"Values of {dimension.Name.ToLowerInvariant()} are numbers." : null;
    }

    private static string? Times(QueryPlan plan, DateTimeOffset now)
    {
        if (plan.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return $"There is no time zone '{zone}'.";
        foreach (var period in plan.CompareWith.Append(plan.Time).OfType<PlanPeriod>())
        {
            if (period.Words is null) return "A period needs its words.";
            if (period.From > now) return "A period begins in the future.";
            if (period.From >= period.To) return "A period ends before it begins.";
        }
        if (plan.CompareWith.Any(period => period.From == plan.Time?.From && period.To == plan.Time?.To)) return "A period is compared with itself. Which two periods are meant?";
        return plan.Grain is not { } grain ? null
            : (grain.Unit, grain.Count) switch
            {
                ("minute", >= 1 and < 60) when 60 % grain.Count == 0 => null,
                ("hour", >= 1 and < 24) when 24 % grain.Count == 0 => null,
                ("day" or "week" or "month", 1) => null,
                _ => $"There are no buckets of {grain.Count} {grain.Unit}s.",
            };
    }

    private string? Combination(QueryPlan plan)
    {
        var live = plan.Measures.Any(measure => catalogue.Measure(measure.Id).Live);
        if (live && (plan.Measures.Count > 1 || plan.Grain is not null || plan.CompareWith.Count > 0 || plan.Time is not null || plan.Analysis is not (Analysis.Aggregate or Analysis.Share))) return "Active viewers are known for this moment only: without periods, time steps and other measures.";
        if (!live && plan.Time is null && plan.Analysis != Analysis.Titles) return "The plan needs a period.";
        if (plan.Measures.Count == 0 && (plan.Analysis != Analysis.Titles || plan.Dimensions.Count == 0)) return "The plan measures nothing.";
        if (plan.Thresholds.Any(threshold => threshold is null || !double.IsFinite(threshold.Value) || threshold.Operator is FilterOperator.In or FilterOperator.NotIn)) return "A threshold needs a number and a direction.";
        if (plan.Thresholds.Any(threshold => threshold.Measure is { } id && (plan.Analysis is not (Analysis.Aggregate or Analysis.GroupCount) || live || plan.Measures.All(measure => measure.Id != id)))) return "A limit on a second measure goes with plain measures, of which it is one.";
        if (plan.Filters.Any(filter => catalogue.Dimension(filter.Dimension).Whole is not null) && (live || plan.Analysis == Analysis.Titles)) return "Conditions on whole sessions and viewers go with periods, neither with this moment nor with facts about titles.";
        return plan.Analysis switch
        {
            Analysis.Correlation when plan.Measures.Count != 2 => $"A correlation is of two measures; there are {plan.Measures.Count}.",
            Analysis.Share when plan.Measures.Count != 1 => $"A share is of one measure; there are {plan.Measures.Count}.",
            Analysis.Share when plan.Measures[0].Per is not null => "A ratio has no parts that could have a share.",
            Analysis.Share when plan.Part.Count == 0 && plan.Dimensions.Count == 0 => "A share needs a part: a value, or something to group by.",
            Analysis.Share when !live && catalogue.Measure(plan.Measures[0].Id) is { Count: false, Additive: false } => $"{catalogue.Measure(plan.Measures[0].Id).Name} has no parts that could have a share.",
            Analysis.Anomaly when plan.Measures.Count != 1 || plan.Grain is null => "Anomalies are of one measure in time steps.",
            Analysis.BucketStatistic when plan.Measures.Count != 1 || plan.Grain is null => "A statistic of time steps needs one measure and a step.",
            Analysis.GroupCount when plan.Thresholds.Count == 0 || plan.Dimensions.Count + (plan.Grain is null ? 0 : 1) != 1 || plan.Order is not null || plan.Limit is not null => "Counting groups needs one grouping and a limit, and has no ranking.",
            not (Analysis.Aggregate or Analysis.Share) when plan.CompareWith.Count > 0 => "Only plain measures can be compared over periods.",
            Analysis.Share when plan.CompareWith.Count > 0 => "Only plain measures can be compared over periods.",
            not Analysis.Share when plan.Part.Count > 0 => "Only a share has a part.",
            _ when plan.CompareWith.Count > 0 && (plan.Thresholds.Count > 0 || plan.Limit is not null) => "A comparison of periods has neither ranking nor thresholds.",
            _ => null,
        };
    }

    private static bool IsStatistic(string statistic) => statistic is "avg" or "min" or "max" or "sum" or "stddev" || (statistic.StartsWith('p') && int.TryParse(statistic.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank is >= 1 and <= 99);
}
