using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>
/// Shares of a whole. The whole is everything that passes the filters, rows without a value of the group included. Only watch time is
/// shared among the groups alone: a session that changed quality has watched as long as it says in each, so that what all sessions
/// watched would be less than the sum of the parts.
/// </summary>
internal static class ShareSql
{
    public const string Column = "share_percent";

    public static CompiledQuery Compile(PlanScope scope, SemanticCatalogue catalogue)
    {
        var plan = scope.Plan;
        var measure = scope.Measures[0].Name;
        if (plan.Part.Count > 0) return Finish(scope, OfPart(scope, measure));
        return Finish(scope, catalogue.Measure(plan.Measures[0].Id).Additive ? OfTheirSum(scope, measure) : OfGroups(scope, measure));
    }

    // What a part has of each group; of groups without the part, nothing.
    private static string OfPart(PlanScope scope, string measure)
    {
        var plan = scope.Plan;
        var part = SqlText.Nested(scope.Select(plan.Time!, plan.Filters.Concat(plan.Part)), "part");
        var whole = SqlText.Nested(scope.Select(plan.Time!, plan.Filters), "whole");
        var names = scope.Names.Select(name => $"whole.{name} AS {name}");
        var (join, on) = Join("LEFT JOIN", scope.Groups);
        return $"SELECT {SqlText.List(names.Concat(Values($"coalesce(part.{measure}, 0)", measure)))}\nFROM {whole}\n{join} {part}{on}";
    }

    // What groups have of everything; each bucket of a series is a whole of its own.
    private static string OfGroups(PlanScope scope, string measure)
    {
        var plan = scope.Plan;
        List<Grouping> buckets = [.. scope.Groups.Where(group => group.Dimension is null)];
        var part = SqlText.Nested(scope.Select(plan.Time!, plan.Filters), "part");
        var whole = SqlText.Nested(scope.Select(plan.Time!, plan.Filters, buckets), "whole");
        var names = scope.Groups.Select(group => $"{(buckets.Contains(group) ? "whole" : "part")}.{group.Name} AS {group.Name}");
        var (join, on) = Join("JOIN", buckets);
        return $"SELECT {SqlText.List(names.Concat(Values($"part.{measure}", measure)))}\nFROM {part}\n{join} {whole}{on}";
    }

    private static (string Join, string On) Join(string join, List<Grouping> shared) => shared.Count == 0
        ? ("CROSS JOIN", "")
        : (join, $" ON {SqlText.Matching(shared.Select(group => group.Name), "part", "whole")}");

    private static string[] Values(string value, string measure) =>
        [$"{value} AS {measure}", $"100e0 * {value} / nullif(whole.{measure}, 0) AS {Column}"];

    private static string OfTheirSum(PlanScope scope, string measure)
    {
        var buckets = scope.Groups.Where(group => group.Dimension is null).Select(group => $"part.{group.Name}").ToList();
        var over = buckets.Count == 0 ? "" : $"PARTITION BY {SqlText.List(buckets)}";
        var columns = scope.Names.Select(name => $"part.{name} AS {name}")
            .Append($"part.{measure} AS {measure}")
            .Append($"100e0 * part.{measure} / nullif(sum(part.{measure}) OVER ({over}), 0) AS {Column}");
        return $"SELECT {SqlText.List(columns)}\nFROM {SqlText.Nested(scope.Select(scope.Plan.Time!, scope.Plan.Filters), "part")}";
    }

    private static CompiledQuery Finish(PlanScope scope, string sql) => new(
        SqlCompiler.Finish(SqlCompiler.Thresholds(sql, scope.Plan.Thresholds, Column), scope, Column),
        [.. scope.GroupColumns, scope.MeasureColumns[0], new ResultColumn(Column, "Share", ColumnRole.Measure, "%")]);
}
