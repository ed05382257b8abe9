using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>
/// Shares of a whole. The whole is everything that passes the filters, rows without a value of the group included. Only watch time is shared
/// among the groups alone: a session that changed quality has watched as long as it says in each, so that what all sessions watched
/// would be less than the sum of the parts.
/// </summary>
internal static class ShareSql
{
    public const string Column = "share_percent";

    public static CompiledQuery Compile(PlanScope scope, SemanticCatalogue catalogue)
    {
        var plan = scope.Plan;
        var measure = scope.Measures[0].Name;
        if (catalogue.Measure(plan.Measures[0].Id).Additive && plan.Part.Count == 0)
            return OfTheirSum(scope, measure);
        // Each bucket of a series is a whole of its own.
        var shared = plan.Part.Count > 0 ? scope.Groups : [.. scope.Groups.Where(group => group.Dimension is null)];
        var part = scope.Select(plan.Time!, plan.Filters.Concat(plan.Part));
        var whole = scope.Select(plan.Time!, plan.Filters, shared);
        var on = string.Join(" AND ", shared.Select(group => $"part.{group.Name} = whole.{group.Name}"));
        var names = scope.Groups.Select(group => $"{(shared.Contains(group) ? "whole" : "part")}.{group.Name} AS {group.Name}");
        var value = plan.Part.Count > 0 ? $"coalesce(part.{measure}, 0)" : $"part.{measure}";
        var columns = names.Append($"{value} AS {measure}").Append($"100e0 * {value} / nullif(whole.{measure}, 0) AS {Column}");
        var join = shared.Count == 0 ? "CROSS JOIN" : plan.Part.Count > 0 ? "LEFT JOIN" : "JOIN";
        var (first, second) = plan.Part.Count > 0 ? (("whole", whole), ("part", part)) : (("part", part), ("whole", whole));
        var sql = $"SELECT {string.Join(", ", columns)}\nFROM (\n{Aggregates.Indent(first.Item2)}\n) {first.Item1}\n{join} (\n{Aggregates.Indent(second.Item2)}\n) {second.Item1}{(on.Length == 0 ? "" : $" ON {on}")}";
        return Finish(scope, sql);
    }

    private static CompiledQuery OfTheirSum(PlanScope scope, string measure)
    {
        var buckets = scope.Groups.Where(group => group.Dimension is null).Select(group => $"part.{group.Name}").ToList();
        var over = buckets.Count == 0 ? "" : $"PARTITION BY {string.Join(", ", buckets)}";
        var columns = scope.Groups.Select(group => $"part.{group.Name} AS {group.Name}")
            .Append($"part.{measure} AS {measure}")
            .Append($"100e0 * part.{measure} / nullif(sum(part.{measure}) OVER ({over}), 0) AS {Column}");
        return Finish(scope, $"SELECT {string.Join(", ", columns)}\nFROM (\n{Aggregates.Indent(scope.Select(scope.Plan.Time!, scope.Plan.Filters))}\n) part");
    }

    private static CompiledQuery Finish(PlanScope scope, string sql) => new(
        SqlCompiler.Finish(SqlCompiler.Thresholds(sql, scope.Plan.Thresholds, Column), scope, Column),
        [.. scope.Groups.Select(group => group.Column), scope.MeasureColumns[0], new ResultColumn(Column, "Share", ColumnRole.Measure, "%")]);
}
