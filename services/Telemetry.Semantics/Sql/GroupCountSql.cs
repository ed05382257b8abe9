using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>Counts the groups that are within the limits of a plan.</summary>
internal static class GroupCountSql
{
    public static CompiledQuery Compile(PlanScope scope)
    {
        var column = $"{scope.Groups[0].Name}_count";
        var groups = SqlCompiler.Thresholds(scope.Select(scope.Plan.Time!, scope.Plan.Filters), scope);
        return new CompiledQuery($"SELECT count(*) AS {column}\nFROM (\n{Aggregates.Indent(groups)}\n) counted", [new ResultColumn(column, Naming.GroupCount(scope.Plan, scope.Catalogue), ColumnRole.Measure, "")]);
    }
}
