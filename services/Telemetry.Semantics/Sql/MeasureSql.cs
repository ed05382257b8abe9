using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>A measure's SQL: over rows of events, over rows of sessions, or both.</summary>
/// <param name="Name">Name of its column.</param>
/// <param name="Events">Over events, or null.</param>
/// <param name="Sessions">Over sessions, or null.</param>
/// <param name="Parts">Columns of the session's row that <paramref name="Sessions"/> needs.</param>
internal sealed record MeasureSql(string Name, string? Events, string? Sessions, IReadOnlyList<string> Parts)
{
    public static MeasureSql Of(PlanMeasure plan, SemanticCatalogue catalogue)
    {
        var measure = catalogue.Measure(plan.Id);
        var name = NameOf(plan, catalogue);
        if (plan.Per is { } per)
        {
            var below = catalogue.Measure(per);
            var factor = plan.PerCount == 1 ? "" : $"{SqlLiteral.Factor(plan.PerCount)} * ";
            var (events, sessions) = (Ratio(measure.Event, below.Event, factor), Ratio(measure.Session, below.Session, factor));
            return new MeasureSql(name, events, sessions, [.. measure.Uses.Union(below.Uses)]);
        }
        if (plan.Of is { } dimension) return new MeasureSql(name, $"count(DISTINCT {catalogue.Dimension(dimension).Column})", null, []);
        if (!measure.IsStatistic) return new MeasureSql(name, Whole(measure, measure.Event), Whole(measure, measure.Session), measure.Uses);
        var statistic = plan.Statistic ?? measure.Statistic!;
        return new MeasureSql(name, Statistic(statistic, measure.Column), Statistic(statistic, measure.SessionColumn), measure.Uses);
    }

    /// <summary>Name of the measure's column: its id, with the statistic or what it is divided by.</summary>
    public static string NameOf(PlanMeasure plan, SemanticCatalogue catalogue)
    {
        var measure = catalogue.Measure(plan.Id);
        if (plan.Of is { } of) return $"distinct_{of}_count";
        if (plan.Per is { } per)
        {
            return plan.PerCount == 1
                ? $"{plan.Id}_per_{per.TrimEnd('s')}"
                : $"{plan.Id}_per_{plan.PerCount.ToString("0", CultureInfo.InvariantCulture)}_{per}";
        }
        var isUsual = plan.Statistic is null || plan.Statistic == measure.Statistic || !measure.IsStatistic;
        return isUsual ? plan.Id : $"{Prefix(plan.Statistic!)}_{plan.Id}";
    }

    /// <summary>A statistic in names of columns.</summary>
    public static string Prefix(string statistic) => statistic == "p50" ? "median" : statistic;

    /// <summary>A statistic of a column.</summary>
    public static string? Statistic(string statistic, string? column) => column is null ? null : statistic switch
    {
        "sum" => $"sum(CAST({column} AS double))",
        "avg" or "min" or "max" or "stddev" => $"{statistic}({column})",
        _ => $"approx_percentile(CAST({column} AS double), {Fraction(statistic)})",
    };

    // Of p95, 0.95.
    private static string Fraction(string percentile)
    {
        var rank = int.Parse(percentile.AsSpan(1), CultureInfo.InvariantCulture);
        return (rank / 100.0).ToString(CultureInfo.InvariantCulture);
    }

    private static string? Ratio(string? above, string? below, string factor) =>
        above is null || below is null ? null : $"{factor}CAST({above} AS double) / nullif({below}, 0)";

    // Sums of whole numbers are whole numbers, whatever type an engine sums in.
    private static string? Whole(Measure measure, string? sql) =>
        measure.Count && sql is not null && sql.StartsWith("sum(", StringComparison.Ordinal) ? $"CAST({sql} AS bigint)" : sql;
}
