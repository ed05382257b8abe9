using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Sql;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Answers;

/// <summary>A plan in words: the sentence that restates it, its parts as chips, what was taken for granted, and definitions.</summary>
internal sealed class AnswerTexts(SemanticCatalogue catalogue)
{
    private readonly LimitTexts _limits = new(catalogue);

    /// <summary>"Average bandwidth by ISP, Country is Germany, last 7 days, lowest 3".</summary>
    public string Sentence(QueryPlan plan)
    {
        var by = Groupings(plan);
        var what = What(plan);
        var parts = new List<string> { by.Count == 0 ? what : $"{what} by {string.Join(" and ", by.Select(Naming.Lower))}" };
        if (plan.Apart is { } apart) parts.Add(Apart(apart));
        parts.AddRange(plan.Filters.Select(_limits.Filter));
        parts.AddRange(plan.Thresholds.Select(threshold => Naming.Lower(_limits.Threshold(plan, threshold))));
        parts.Add(Time(plan));
        if (plan.Order is { } order && plan.Limit is { } limit)
            parts.Add(Place(plan) + (order.Descending ? "highest" : "lowest") + (limit == 1 ? "" : $" {limit}"));
        if (plan.Zone is { } zone) parts.Add($"days and hours of {zone}");
        return $"{string.Join(", ", parts.Where(part => part.Length > 0))}.";
    }

    private static string Apart(PlanApart apart) => $"{string.Join(" and ", apart.Values)} and the rest";

    private string What(QueryPlan plan) => plan.Analysis switch
    {
        Analysis.Share when plan.Part.Count > 0 => $"{Share(plan)} where {string.Join(" and ", plan.Part.Select(_limits.Filter))}",
        Analysis.Share => Share(plan),
        Analysis.Correlation => $"Correlation of {LowerName(plan.Measures[0])} and {LowerName(plan.Measures[1])}",
        Analysis.Anomaly => $"Anomalies of {Naming.Lower(MeasureNames(plan))} by {Grain(plan.Grain!)}",
        Analysis.BucketStatistic => $"{StatisticOf(plan.Measures[0])} {LowerName(plan.Measures[0])} a {Grain(plan.Grain!)}",
        Analysis.GroupCount => Naming.GroupCount(plan, catalogue),
        Analysis.Titles when plan.Measures.Count == 0 => "Titles",
        _ => MeasureNames(plan),
    };

    private string Share(QueryPlan plan) => $"Share of {MeasureNames(plan).ToLowerInvariant()}";

    private List<string> Groupings(QueryPlan plan)
    {
        // What is counted is named by the groups already.
        if (plan.Analysis == Analysis.GroupCount) return [];
        var by = plan.Dimensions.Select(id => catalogue.Dimension(id).Name).ToList();
        if (plan.Grain is { } grain && plan.Analysis is Analysis.Aggregate or Analysis.Share) by.Add(Grain(grain));
        return by;
    }

    public IReadOnlyList<ReadingPart> Parts(QueryPlan plan)
    {
        var parts = new List<ReadingPart>();
        if (plan.Analysis != Analysis.Aggregate) parts.Add(new ReadingPart("analysis", NameOf(plan.Analysis)));
        parts.AddRange(plan.Measures.Select(measure => new ReadingPart("measure", Naming.Measure(measure, catalogue))));
        parts.AddRange(plan.Part.Select(filter => new ReadingPart("filter", $"Part: {_limits.Filter(filter)}")));
        parts.AddRange(plan.Dimensions.Select(id => new ReadingPart("dimension", $"By {Naming.Lower(catalogue.Dimension(id).Name)}")));
        if (plan.Apart is { } apart) parts.Add(new ReadingPart("dimension", Upper(Apart(apart))));
        if (plan.Grain is { } grain) parts.Add(new ReadingPart("grain", $"By {Grain(grain)}"));
        parts.AddRange(plan.Filters.Select(filter => new ReadingPart("filter", _limits.Filter(filter))));
        parts.AddRange(plan.Thresholds.Select(threshold => new ReadingPart("filter", _limits.Threshold(plan, threshold))));
        if (Time(plan) is { Length: > 0 } time)
            parts.Add(new ReadingPart(plan.CompareWith.Count > 0 ? "comparison" : "time", Upper(time)));
        if (plan.Order is { } order) parts.Add(new ReadingPart("order", order.Descending ? "Highest first" : "Lowest first"));
        if (plan.Limit is { } limit) parts.Add(new ReadingPart("limit", (limit == 1 ? "1 row" : $"{limit} rows") + Passed(plan)));
        return parts;
    }

    private static string Place(QueryPlan plan) => plan.Skip is { } rows ? $"{Ordinals.Name(rows + 1)} " : "";

    private static string Passed(QueryPlan plan) => plan.Skip is { } rows ? $", the {Ordinals.Name(rows + 1)} of the ranking" : "";

    private static string NameOf(Analysis analysis) => analysis switch
    {
        Analysis.BucketStatistic => "Statistic of time steps",
        Analysis.Anomaly => "Anomalies",
        Analysis.GroupCount => "Number of groups",
        _ => analysis.ToString(),
    };

    public static IReadOnlyList<string> Assumptions(QueryPlan plan, DateTimeOffset now, string? drawnInstead)
    {
        var assumptions = new List<string>();
        if (plan.Time is { Assumed: true }) assumptions.Add("No time was named: last 7 days.");
        if (UnequalLengths(plan, now) is { } unequal) assumptions.Add(unequal);
        if (drawnInstead is not null) assumptions.Add(drawnInstead);
        return assumptions;
    }

    // Sums of a part and of a whole differ by what is still to come.
    private static string? UnequalLengths(QueryPlan plan, DateTimeOffset now)
    {
        if (plan.Time is not { From: { } from, To: null, Rolling: false } open) return null;
        var whole = plan.CompareWith.FirstOrDefault(other => other is { From: not null, To: not null });
        if (whole is not { From: { } start, To: { } end } || end - start <= (now - from) * 1.02) return null;
        return $"{Upper(open.Words)} is not over yet: {Length(now - from)} of it, held against {Length(end - start)} of {whole.Words}.";
    }

    private static string Length(TimeSpan length) => length.TotalHours >= 48
        ? $"{length.TotalDays.ToString("0.#", CultureInfo.InvariantCulture)} days"
        : $"{length.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} hours";

    public IReadOnlyList<MeasureDefinition> Definitions(QueryPlan plan)
    {
        var ids = plan.Measures.SelectMany(measure => measure.Per is { } per ? new[] { measure.Id, per } : [measure.Id]);
        return [.. ids.Distinct().Select(catalogue.Measure).Select(Definition)];
    }

    public static MeasureDefinition Definition(Measure measure) => new(measure.Id, measure.Name, measure.Definition, measure.Unit);

    private string MeasureNames(QueryPlan plan)
    {
        var names = plan.Measures.Select(measure => Naming.Measure(measure, catalogue));
        return string.Join(" and ", names.Select((name, i) => i == 0 ? name : Naming.Lower(name)));
    }

    private static string StatisticOf(PlanMeasure measure) => Naming.Statistic(measure.Statistic ?? "avg");

    private string LowerName(PlanMeasure measure) => Naming.Lower(catalogue.Measure(measure.Id).Name);

    private static string Time(QueryPlan plan)
    {
        if (plan.Time is { } time) return string.Join(" vs ", plan.CompareWith.Select(period => period.Words).Prepend(time.Words));
        return plan.Measures.Any(measure => measure.Id == MeasureIds.ActiveViewers) ? "right now" : "";
    }

    private static string Grain(PlanGrain grain) => grain.Count == 1 ? grain.Unit : $"{grain.Count} {grain.Unit}s";

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
