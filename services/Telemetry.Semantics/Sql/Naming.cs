using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>Measures in words.</summary>
internal static class Naming
{
    /// <summary>"p95 start-up time", "Errors per session".</summary>
    public static string Measure(PlanMeasure plan, SemanticCatalogue catalogue)
    {
        var measure = catalogue.Measure(plan.Id);
        if (plan.Of is { } of) return $"Number of {catalogue.Dimension(of).Name.ToLowerInvariant()} values";
        if (plan.Per is { } per)
        {
            var below = catalogue.Measure(per).Name.ToLowerInvariant();
            return plan.PerCount == 1 ? $"{measure.Name} per {(per == "watch_time" ? "hour watched" : below.TrimEnd('s'))}" : $"{measure.Name} per {plan.PerCount.ToString("#,0", CultureInfo.InvariantCulture)} {below}";
        }
        return plan.Statistic is { } statistic && measure.IsStatistic && !(statistic == "avg" && measure.Unit == "%") ? $"{Statistic(statistic)} {Lower(measure.Name)}" : measure.Name;
    }

    /// <summary>"Number of titles", "Number of hours".</summary>
    public static string GroupCount(QueryPlan plan, SemanticCatalogue catalogue)
    {
        var name = plan.Dimensions.Count > 0 ? catalogue.Dimension(plan.Dimensions[0]).Name : plan.Grain!.Unit;
        return $"Number of {Lower(name) switch { [.. var stem, not ('a' or 'e' or 'o' or 'u') and var last, 'y'] => $"{stem}{last}ies", var other => $"{other}s" }}";
    }

    /// <summary>"Average", "Median", "p95".</summary>
    public static string Statistic(string statistic) => statistic switch { "avg" => "Average", "min" => "Smallest", "max" => "Largest", "sum" => "Total", "p50" => "Median", "stddev" => "Standard deviation of", _ => statistic };

    /// <summary>The unit of a measure of a plan.</summary>
    public static string Unit(PlanMeasure plan, SemanticCatalogue catalogue) => plan.Per is null ? catalogue.Measure(plan.Id).Unit : catalogue.Measure(plan.Id).Unit;

    /// <summary>A name within a sentence: "error rate", but "CDN".</summary>
    public static string Lower(string name) => name.Length > 1 && char.IsUpper(name[1]) ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
