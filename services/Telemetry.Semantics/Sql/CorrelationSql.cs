using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>Pearson's correlation of two measures over the event rows that have both.</summary>
internal static class CorrelationSql
{
    private const string Column = "correlation";

    public static CompiledQuery Compile(PlanScope scope)
    {
        var values = scope.Plan.Measures.Select(measure => $"CAST({scope.Catalogue.Measure(measure.Id).Row} AS double)").ToList();
        var columns = scope.Groups.Select(group => group.AsColumn).Append($"corr({values[0]}, {values[1]}) AS {Column}");
        var sql = $"SELECT {SqlText.List(columns)}\n{scope.Rows()}{SqlText.GroupBy(scope.Groups.Count)}";
        sql = SqlCompiler.Thresholds(sql, scope.Plan.Thresholds, Column);
        var correlation = new ResultColumn(Column, "Correlation", ColumnRole.Measure, "");
        return new CompiledQuery(SqlCompiler.Finish(sql, scope, Column), [.. scope.GroupColumns, correlation]);
    }
}
