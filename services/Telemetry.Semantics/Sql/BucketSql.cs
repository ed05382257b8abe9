using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>A statistic of a measure's values a bucket: "average daily viewers".</summary>
internal static class BucketSql
{
    public static CompiledQuery Compile(PlanScope scope)
    {
        var plan = scope.Plan;
        var dimensions = scope.Groups.Where(group => group.Dimension is not null).ToList();
        var statistic = plan.Measures[0].Statistic ?? "avg";
        var measure = scope.Measures[0].Name;
        var name = $"{MeasureSql.Prefix(statistic)}_{measure}";
        var columns = dimensions.Select(group => group.Name).Append($"{MeasureSql.Statistic(statistic, measure)} AS {name}");
        var buckets = SqlText.Nested(scope.Select(plan.Time!, plan.Filters), "buckets");
        var order = dimensions.Count == 0 ? "" : $"\nORDER BY {name} DESC";
        var sql = $"SELECT {SqlText.List(columns)}\nFROM {buckets}{SqlText.GroupBy(dimensions.Count)}{order}{SqlText.Limit(plan)}";

        var title = $"{Naming.Statistic(statistic)} {scope.MeasureColumns[0].Title.ToLowerInvariant()} a {plan.Grain!.Unit}";
        var column = new ResultColumn(name, title, ColumnRole.Measure, scope.MeasureColumns[0].Unit);
        return new CompiledQuery(sql, [.. dimensions.Select(group => group.Column), column]);
    }
}
