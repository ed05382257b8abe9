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
        var name = $"{(statistic == "p50" ? "median" : statistic)}_{scope.Measures[0].Name}";
        var columns = dimensions.Select(group => group.Name).Append($"{MeasureSql.Statistic(statistic, scope.Measures[0].Name)} AS {name}");
        var sql = $"SELECT {string.Join(", ", columns)}\nFROM (\n{Aggregates.Indent(scope.Select(plan.Time!, plan.Filters))}\n) buckets{Aggregates.GroupBy(dimensions.Count)}";
        var order = dimensions.Count == 0 ? "" : $"\nORDER BY {name} DESC";
        return new CompiledQuery($"{sql}{order}\nLIMIT {plan.Limit ?? SqlCompiler.MostRows + 1}", [.. dimensions.Select(group => group.Column), new ResultColumn(name, $"{Naming.Statistic(statistic)} {scope.MeasureColumns[0].Title.ToLowerInvariant()} a {plan.Grain!.Unit}", ColumnRole.Measure, scope.MeasureColumns[0].Unit)]);
    }
}
