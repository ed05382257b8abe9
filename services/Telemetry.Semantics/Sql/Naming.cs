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
            if (plan.PerCount != 1) return $"{measure.Name} per {plan.PerCount.ToString("#,0", CultureInfo.InvariantCulture)} {below}";
            return $"{measure.Name} per {(per == MeasureIds.WatchTime ? "hour watched" : below.TrimEnd('s'))}";
        }
        if (plan.Statistic is not { } statistic || !measure.IsStatistic) return measure.Name;
        // Measures in percent are averages by their names.
        return statistic == "avg" && measure.Unit == "%" ? measure.Name : $"{Statistic(statistic)} {Lower(measure.Name)}";
    }

    /// <summary>"Number of titles", "Number of hours".</summary>
    public static string GroupCount(QueryPlan plan, SemanticCatalogue catalogue)
    {
        var name = plan.Dimensions.Count > 0 ? catalogue.Dimension(plan.Dimensions[0]).Name : plan.Grain!.Unit;
        return $"Number of {Plural(Lower(name))}";
    }

    private static string Plural(string noun) =>
        noun is [.., not ('a' or 'e' or 'o' or 'u'), 'y'] ? $"{noun[..^1]}ies" : $"{noun}s";

    /// <summary>"Average", "Median", "p95".</summary>
    public static string Statistic(string statistic) => statistic switch
    {
        "avg" => "Average",
        "min" => "Smallest",
        "max" => "Largest",
        "sum" => "Total",
        "p50" => "Median",
        "stddev" => "Standard deviation of",
        _ => statistic,
    };

    /// <summary>A name within a sentence: "error rate", but "CDN".</summary>
    public static string Lower(string name) => name.Length > 1 && char.IsUpper(name[1]) ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
