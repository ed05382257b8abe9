using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Sql;

namespace Telemetry.Semantics.Answers;

/// <summary>A plan in words: the sentence that restates it, its parts as chips, what was taken for granted, and definitions.</summary>
internal sealed class AnswerTexts(SemanticCatalogue catalogue)
{
    /// <summary>"Average bandwidth by ISP, Country is Germany, last 7 days, lowest 3".</summary>
    public string Sentence(QueryPlan plan)
    {
        var what = plan.Analysis switch
        {
            Analysis.Share when plan.Part.Count > 0 => $"Share of {MeasureNames(plan).ToLowerInvariant()} where {string.Join(" and ", plan.Part.Select(Filter))}",
            Analysis.Share => $"Share of {MeasureNames(plan).ToLowerInvariant()}",
            Analysis.Correlation => $"Correlation of {Lower(catalogue.Measure(plan.Measures[0].Id).Name)} and {Lower(catalogue.Measure(plan.Measures[1].Id).Name)}",
            Analysis.Anomaly => $"Anomalies of {Lower(MeasureNames(plan))} by {Grain(plan.Grain!)}",
            Analysis.BucketStatistic => $"{Naming.Statistic(plan.Measures[0].Statistic ?? "avg")} {Lower(catalogue.Measure(plan.Measures[0].Id).Name)} a {Grain(plan.Grain!)}",
            Analysis.GroupCount => Naming.GroupCount(plan, catalogue),
            Analysis.Titles when plan.Measures.Count == 0 => "Titles",
            _ => MeasureNames(plan),
        };
        IReadOnlyList<string> groupings = plan.Analysis == Analysis.GroupCount ? [] : plan.Dimensions;
        var by = groupings.Select(id => catalogue.Dimension(id).Name).ToList();
        if (plan.Grain is { } grain && plan.Analysis is Analysis.Aggregate or Analysis.Share) by.Add(Grain(plan.Grain));
        var parts = new List<string> { by.Count == 0 ? what : $"{what} by {string.Join(" and ", by.Select(Lower))}" };
        parts.AddRange(plan.Filters.Select(Filter));
        parts.AddRange(plan.Thresholds.Select(threshold => Lower(Threshold(plan, threshold))));
        parts.Add(Time(plan));
        if (plan.Order is { } order && plan.Limit is { } limit) parts.Add((order.Descending ? "highest" : "lowest") + (limit == 1 ? "" : $" {limit}"));
        if (plan.Zone is { } zone) parts.Add($"days and hours of {zone}");
        return $"{string.Join(", ", parts.Where(part => part.Length > 0))}.";
    }

    public IReadOnlyList<ReadingPart> Parts(QueryPlan plan)
    {
        var parts = new List<ReadingPart>();
        if (plan.Analysis != Analysis.Aggregate) parts.Add(new ReadingPart("analysis", plan.Analysis switch { Analysis.BucketStatistic => "Statistic of time steps", Analysis.Anomaly => "Anomalies", Analysis.GroupCount => "Number of groups", _ => plan.Analysis.ToString() }));
        parts.AddRange(plan.Measures.Select(measure => new ReadingPart("measure", Naming.Measure(measure, catalogue))));
        parts.AddRange(plan.Part.Select(filter => new ReadingPart("filter", $"Part: {Filter(filter)}")));
        parts.AddRange(plan.Dimensions.Select(id => new ReadingPart("dimension", $"By {Lower(catalogue.Dimension(id).Name)}")));
        if (plan.Grain is { } grain) parts.Add(new ReadingPart("grain", $"By {Grain(grain)}"));
        parts.AddRange(plan.Filters.Select(filter => new ReadingPart("filter", Filter(filter))));
        parts.AddRange(plan.Thresholds.Select(threshold => new ReadingPart("filter", Threshold(plan, threshold))));
        if (Time(plan) is { Length: > 0 } time) parts.Add(new ReadingPart(plan.CompareWith.Count > 0 ? "comparison" : "time", Upper(time)));
        if (plan.Order is { } order) parts.Add(new ReadingPart("order", order.Descending ? "Highest first" : "Lowest first"));
        if (plan.Limit is { } limit) parts.Add(new ReadingPart("limit", limit == 1 ? "1 row" : $"{limit} rows"));
        return parts;
    }

    public static IReadOnlyList<string> Assumptions(QueryPlan plan, DateTimeOffset now)
    {
        var assumptions = new List<string>();
        if (plan.Time is { Assumed: true }) assumptions.Add("No time was named: last 7 days.");
        // Sums of a part and of a whole differ by what is still to come.
        if (plan.Time is { From: { } from, To: null, Rolling: false } open && plan.CompareWith.FirstOrDefault(other => other is { From: not null, To: not null }) is { } whole && whole.To!.Value - whole.From!.Value > (now - from) * 1.02)
            assumptions.Add($"{Upper(open.Words)} is not over yet: {Length(now - from)} of it, held against {Length(whole.To!.Value - whole.From!.Value)} of {whole.Words}.");
        return assumptions;
    }

    private static string Length(TimeSpan length) => length.TotalHours >= 48
        ? $"{length.TotalDays.ToString("0.#", CultureInfo.InvariantCulture)} days"
        : $"{length.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} hours";

    public IReadOnlyList<MeasureDefinition> Definitions(QueryPlan plan) =>
        [.. plan.Measures.SelectMany(measure => measure.Per is { } per ? new[] { measure.Id, per } : [measure.Id]).Distinct().Select(catalogue.Measure).Select(measure => new MeasureDefinition(measure.Id, measure.Name, measure.Definition, measure.Unit))];

    private string MeasureNames(QueryPlan plan) => string.Join(" and ", plan.Measures.Select((measure, i) => i == 0 ? Naming.Measure(measure, catalogue) : Lower(Naming.Measure(measure, catalogue))));

    private static string Time(QueryPlan plan) => plan.Time is not { } time ? (plan.Measures.Any(measure => measure.Id == "active_viewers") ? "right now" : "") : string.Join(" vs ", plan.CompareWith.Select(period => period.Words).Prepend(time.Words));

    private string Filter(PlanFilter filter)
    {
        var dimension = catalogue.Dimension(filter.Dimension);
        var values = string.Join(" or ", filter.Values);
        var unit = dimension.Unit.Length == 0 ? "" : $" {dimension.Unit}";
        return filter.Operator switch
        {
            FilterOperator.In => $"{dimension.Name} is {values}",
            FilterOperator.NotIn => $"{dimension.Name} is not {values}",
            FilterOperator.Between => $"{dimension.Name} is {filter.Values[0]} to {filter.Values[1]}{unit}",
            FilterOperator.Over => $"{dimension.Name} is over {values}{unit}",
            FilterOperator.AtLeast => $"{dimension.Name} is at least {values}{unit}",
            FilterOperator.Under => $"{dimension.Name} is under {values}{unit}",
            _ => $"{dimension.Name} is at most {values}{unit}",
        };
    }

    private string Threshold(QueryPlan plan, PlanThreshold threshold)
    {
        var measure = plan.Measures.FirstOrDefault(measure => measure.Id == threshold.Measure) ?? plan.Measures[0];
        var (name, unit) = plan.Analysis switch
        {
            Analysis.Share => ("Share", "%"),
            Analysis.Correlation => ("Correlation", ""),
            _ => (Naming.Measure(measure, catalogue), measure.Per is null ? catalogue.Measure(measure.Id).Unit : ""),
        };
        var value = threshold.Value.ToString("#,0.###", CultureInfo.InvariantCulture);
        var limit = threshold.Operator switch { FilterOperator.Over => $"more than {value}", FilterOperator.AtLeast => $"at least {value}", FilterOperator.Under => $"less than {value}", FilterOperator.Between => $"{value} to {threshold.Upper?.ToString("#,0.###", CultureInfo.InvariantCulture)}", _ => $"at most {value}" };
        return $"{name} {limit}{(unit.Length == 0 ? "" : $" {unit}")}";
    }

    private static string Grain(PlanGrain grain) => grain.Count == 1 ? grain.Unit : $"{grain.Count} {grain.Unit}s";

    private static string Lower(string text) => Naming.Lower(text);

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
