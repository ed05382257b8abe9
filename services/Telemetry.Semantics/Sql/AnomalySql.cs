using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>
/// Buckets whose value differs from the median of all buckets by more than 3 × 1.4826 × MAD. The medians are exact: the mean of
/// the one or two values in the middle.
/// </summary>
internal static class AnomalySql
{
    public const string Median = "median_value";

    public static CompiledQuery Compile(PlanScope scope)
    {
        var plan = scope.Plan;
        var value = scope.Measures[0].Name;
        var dimensions = scope.Groups.Where(group => group.Dimension is not null).Select(group => group.Name).ToList();
        var names = string.Join(", ", scope.Names);
        var kept = string.Concat(dimensions.Select(name => $"{name}, "));
        var sql = $"""
            WITH buckets AS (
            {Aggregates.Indent(scope.Select(plan.Time!, plan.Filters))}
            ), ranked AS (
              SELECT {names}, {value}, {Position(value, dimensions)}
              FROM buckets
              WHERE {value} IS NOT NULL
            ), middle AS (
              SELECT {kept}avg({value}) AS median_value FROM ranked WHERE 2 * position BETWEEN bucket_count AND bucket_count + 2{By(dimensions)}
            ), distances AS (
              SELECT {Qualified(scope.Names, "r")}, r.{value}, m.median_value, abs(r.{value} - m.median_value) AS distance
              FROM ranked r {Join(dimensions, "r", "middle", "m")}
            ), ranked_distances AS (
              SELECT {kept}distance, {Position("distance", dimensions)} FROM distances
            ), spread AS (
              SELECT {kept}avg(distance) AS mad FROM ranked_distances WHERE 2 * position BETWEEN bucket_count AND bucket_count + 2{By(dimensions)}
            )
            SELECT {Qualified(scope.Names, "d")}, d.{value}, d.median_value
            FROM distances d {Join(dimensions, "d", "spread", "s")}
            WHERE d.distance > 3 * 1.4826e0 * s.mad
            ORDER BY {Qualified(scope.Names.Reverse(), "d")}
            LIMIT {plan.Limit ?? SqlCompiler.MostRows + 1}
            """;
        return new CompiledQuery(sql.Replace("\r", "", StringComparison.Ordinal), [.. scope.Groups.Select(group => group.Column), scope.MeasureColumns[0], new ResultColumn("median_value", "Median", ColumnRole.Measure, scope.MeasureColumns[0].Unit)]);
    }

    private static string Position(string value, List<string> dimensions)
    {
        var partition = dimensions.Count == 0 ? "" : $"PARTITION BY {string.Join(", ", dimensions)}";
        return $"row_number() OVER ({partition}{(partition.Length == 0 ? "" : " ")}ORDER BY {value}) AS position, count(*) OVER ({partition}) AS bucket_count";
    }

    private static string By(List<string> dimensions) => dimensions.Count == 0 ? "" : $" GROUP BY {string.Join(", ", dimensions)}";

    private static string Qualified(IEnumerable<string> names, string alias) => string.Join(", ", names.Select(name => $"{alias}.{name}"));

    private static string Join(List<string> dimensions, string left, string table, string alias) =>
        dimensions.Count == 0 ? $"CROSS JOIN {table} {alias}" : $"JOIN {table} {alias} ON {string.Join(" AND ", dimensions.Select(name => $"{left}.{name} = {alias}.{name}"))}";
}
