using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>
/// Buckets whose value differs from the median of all buckets by more than 3 × 1.4826 × MAD. The medians are exact: the mean of
/// the one or two values in the middle.
/// </summary>
internal static class AnomalySql
{
    public const string Median = "median_value";

    private const string InTheMiddle = "2 * position BETWEEN bucket_count AND bucket_count + 2";

    public static CompiledQuery Compile(PlanScope scope)
    {
        var plan = scope.Plan;
        var value = scope.Measures[0].Name;
        var dimensions = scope.Groups.Where(group => group.Dimension is not null).Select(group => group.Name).ToList();
        var by = dimensions.Count == 0 ? "" : $" GROUP BY {SqlText.List(dimensions)}";
        var kept = string.Concat(dimensions.Select(name => $"{name}, "));
        var sql = $"""
            WITH buckets AS (
            {SqlText.Indent(scope.Select(plan.Time!, plan.Filters))}
            ), ranked AS (
              SELECT {SqlText.List(scope.Names)}, {value}, {Position(value, dimensions)}
              FROM buckets
              WHERE {value} IS NOT NULL
            ), middle AS (
              SELECT {kept}avg({value}) AS {Median} FROM ranked WHERE {InTheMiddle}{by}
            ), distances AS (
              SELECT {Qualified(scope.Names, "r")}, r.{value}, m.{Median}, abs(r.{value} - m.{Median}) AS distance
              FROM ranked r {Join(dimensions, "r", "middle", "m")}
            ), ranked_distances AS (
              SELECT {kept}distance, {Position("distance", dimensions)} FROM distances
            ), spread AS (
              SELECT {kept}avg(distance) AS mad FROM ranked_distances WHERE {InTheMiddle}{by}
            )
            SELECT {Qualified(scope.Names, "d")}, d.{value}, d.{Median}
            FROM distances d {Join(dimensions, "d", "spread", "s")}
            WHERE d.distance > 3 * 1.4826e0 * s.mad
            ORDER BY {Qualified(scope.Names.Reverse(), "d")}{SqlText.Limit(plan)}
            """;
        var measure = scope.MeasureColumns[0];
        var median = new ResultColumn(Median, "Median", ColumnRole.Measure, measure.Unit);
        return new CompiledQuery(sql.Replace("\r", "", StringComparison.Ordinal), [.. scope.GroupColumns, measure, median]);
    }

    private static string Position(string value, List<string> dimensions)
    {
        var partition = dimensions.Count == 0 ? "" : $"PARTITION BY {SqlText.List(dimensions)}";
        var ordered = partition.Length == 0 ? $"ORDER BY {value}" : $"{partition} ORDER BY {value}";
        return $"row_number() OVER ({ordered}) AS position, count(*) OVER ({partition}) AS bucket_count";
    }

    private static string Qualified(IEnumerable<string> names, string alias) => SqlText.List(names.Select(name => $"{alias}.{name}"));

    private static string Join(List<string> dimensions, string left, string table, string alias) => dimensions.Count == 0
        ? $"CROSS JOIN {table} {alias}"
        : $"JOIN {table} {alias} ON {SqlText.Matching(dimensions, left, alias)}";
}
