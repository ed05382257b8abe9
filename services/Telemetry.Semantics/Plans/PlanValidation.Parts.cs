using System.Globalization;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Semantics.Plans;

// The parts of a plan, each by itself.
internal sealed partial class PlanValidation
{
    private string? Measures(QueryPlan plan)
    {
        foreach (var measure in plan.Measures)
        {
            if (measure?.Id is null || catalogue.FindMeasure(measure.Id) is not { } found) return $"There is no measure '{measure?.Id}'.";
            if (Fault(measure, found, plan.Analysis) is { } fault) return fault;
        }
        return plan.Measures.DistinctBy(NameOf).Count() < plan.Measures.Count ? "A measure is there twice." : null;
    }

    private string? Fault(PlanMeasure measure, Measure found, Analysis analysis)
    {
        var isOfTitles = found.Titles is not null || found.TitlesColumn is not null;
        if (isOfTitles != (analysis == Analysis.Titles)) return $"'{measure.Id}' doesn't go with this analysis.";
        if (measure.Statistic is { } statistic)
        {
            if (!IsStatistic(statistic)) return $"There is no statistic '{statistic}': avg, min, max, sum, stddev and p1 to p99 are known.";
            if (!found.IsStatistic && analysis != Analysis.BucketStatistic) return $"{found.Name} is not a statistic of single values.";
        }
        var countsValues = found.Id == MeasureIds.DistinctValues;
        if (countsValues != measure.Of is not null || (measure.Of is { } of && !HasValues(of)))
            return "Distinct values need a known dimension.";
        if (measure.Per is { } per && !CanBeDivided(found, per)) return $"{found.Name} can't be divided by '{per}'.";
        if (!(measure.PerCount is >= 1 and <= 1e9)) return "A ratio is per 1 to 1,000,000,000.";
        return analysis == Analysis.Correlation && found.Row is null
            ? $"{found.Name} has no value an event, so it can't be correlated."
            : null;
    }

    private static bool IsStatistic(string statistic) =>
        statistic is "avg" or "min" or "max" or "sum" or "stddev"
        || (statistic.StartsWith('p')
            && int.TryParse(statistic.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            && rank is >= 1 and <= 99);

    private bool HasValues(string dimension) => catalogue.FindDimension(dimension) is { Whole: null };

    // Both have to be counted over events, or both over sessions.
    private bool CanBeDivided(Measure above, string by)
    {
        if (above.IsStatistic || above.Live) return false;
        if (catalogue.FindMeasure(by) is not { IsStatistic: false, Live: false } below) return false;
        return (above.Event is not null && below.Event is not null) || (above.Session is not null && below.Session is not null);
    }

    private static string NameOf(PlanMeasure measure) => $"{measure.Id}/{measure.Statistic}/{measure.Per}/{measure.PerCount}/{measure.Of}";

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
        if (filter?.Dimension is null || catalogue.FindDimension(filter.Dimension) is not { } dimension)
            return $"There is no dimension '{filter?.Dimension}'.";
        var name = dimension.Name.ToLowerInvariant();
        if (!Enum.IsDefined(filter.Operator)) return "A filter's operator is unknown.";
        if (filter.Values is not { Count: > 0 and <= MostValues } values || values.Any(value => value is null or { Length: > 200 }))
            return $"A filter on {name} needs 1 to {MostValues} values.";
        if (filter.Operator == FilterOperator.Between && values.Count != 2) return "Between needs two values.";
        if (!dimension.Number && filter.Operator is not (FilterOperator.In or FilterOperator.NotIn))
            return $"{dimension.Name} is not a number.";
        return dimension.Number && !values.All(IsNumber) ? $"Values of {name} are numbers." : null;
    }

    private static bool IsNumber(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    private static string? Times(QueryPlan plan, DateTimeOffset now)
    {
        if (plan.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return $"There is no time zone '{zone}'.";
        foreach (var period in plan.CompareWith.Append(plan.Time).OfType<PlanPeriod>())
        {
            if (period.Words is null) return "A period needs its words.";
            if (period.From > now) return "A period begins in the future.";
            if (period.From >= period.To) return "A period ends before it begins.";
        }
        return plan.CompareWith.Any(period => period.From == plan.Time?.From && period.To == plan.Time?.To)
            ? "A period is compared with itself. Which two periods are meant?"
            : null;
    }

    private static string? Grain(PlanGrain? grain) => grain switch
    {
        null => null,
        { Unit: "minute", Count: >= 1 and < 60 } when 60 % grain.Count == 0 => null,
        { Unit: "hour", Count: >= 1 and < 24 } when 24 % grain.Count == 0 => null,
        { Unit: "day" or "week" or "month", Count: 1 } => null,
        _ => $"There are no buckets of {grain.Count} {grain.Unit}s.",
    };
}
