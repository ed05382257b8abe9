using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>Counts the groups that are within the limits of a plan.</summary>
internal static class GroupCountSql
{
    public static CompiledQuery Compile(PlanScope scope)
    {
        var name = $"{scope.Groups[0].Name}_count";
        var groups = SqlCompiler.Thresholds(scope.Select(scope.Plan.Time!, scope.Plan.Filters), scope);
        var column = new ResultColumn(name, Naming.GroupCount(scope.Plan, scope.Catalogue), ColumnRole.Measure, "");
        return new CompiledQuery($"SELECT count(*) AS {name}\nFROM {SqlText.Nested(groups, "counted")}", [column]);
    }
}
