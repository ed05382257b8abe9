using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>Shares of a whole. The whole is everything that passes the filters, rows without a value of the group included.</summary>
internal static class ShareSql
{
    public const string Column = "share_percent";

    public static CompiledQuery Compile(PlanScope scope)
    {
        var plan = scope.Plan;
        var measure = scope.Measures[0].Name;
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
        sql = SqlCompiler.Thresholds(sql, plan.Thresholds, Column);
        return new CompiledQuery(SqlCompiler.Finish(sql, scope, Column), [.. scope.Groups.Select(group => group.Column), scope.MeasureColumns[0], new ResultColumn(Column, "Share", ColumnRole.Measure, "%")]);
    }
}
