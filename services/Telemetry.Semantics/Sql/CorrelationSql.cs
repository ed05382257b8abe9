using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>Pearson's correlation of two measures over the event rows that have both.</summary>
internal static class CorrelationSql
{
    public static CompiledQuery Compile(PlanScope scope)
    {
        var rows = scope.Plan.Measures.Select(measure => scope.Catalogue.Measure(measure.Id).Row).ToList();
        var columns = scope.Groups.Select(group => $"{group.Expression} AS {group.Name}").Append($"corr(CAST({rows[0]} AS double), CAST({rows[1]} AS double)) AS correlation");
        var sql = $"SELECT {string.Join(", ", columns)}\n{scope.Rows()}{Aggregates.GroupBy(scope.Groups.Count)}";
        sql = SqlCompiler.Thresholds(sql, scope.Plan.Thresholds, "correlation");
        return new CompiledQuery(SqlCompiler.Finish(sql, scope, "correlation"), [.. scope.Groups.Select(group => group.Column), new ResultColumn("correlation", "Correlation", ColumnRole.Measure, "")]);
    }
}
