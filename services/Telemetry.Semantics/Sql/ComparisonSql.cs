using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>Periods side by side: the same query for each, told apart by a label in the asker's words.</summary>
internal static class ComparisonSql
{
    public const string Column = "period";

    /// <summary>By how many percent the first measure changed from the earlier period to the later one, in the row of the later.</summary>
    public const string Change = "change_percent";

    public static CompiledQuery Compile(PlanScope scope)
    {
        var plan = scope.Plan;
        var periods = plan.CompareWith.Prepend(plan.Time!).ToList();
        var names = scope.Names.Concat(scope.Measures.Select(measure => measure.Name));
        var queries = periods.Select((period, i) => $"SELECT {SqlLiteral.Text(Label(period, periods, i))} AS {Column}, {i + 1} AS position, {string.Join(", ", names)}\nFROM (\n{Aggregates.Indent(scope.Select(period, plan.Filters))}\n) p{i + 1}");
        // Time steps of two periods are not each other's.
        var change = periods.Count == 2 && plan.Grain is null ? ChangeOf(scope) : null;
        var sql = $"SELECT {string.Join(", ", names.Prepend(Column))}{change}\nFROM (\n{Aggregates.Indent(string.Join("\nUNION ALL\n", queries))}\n) compared";
        sql = $"{sql}\nORDER BY {string.Join(", ", scope.Names.Prepend("position"))}\nLIMIT {plan.Limit ?? SqlCompiler.MostRows + 1}";
        return new CompiledQuery(sql, [new ResultColumn(Column, "Period", ColumnRole.Dimension, ""), .. scope.Groups.Select(group => group.Column), .. scope.MeasureColumns, .. change is null ? [] : new[] { new ResultColumn(Change, "Change", ColumnRole.Measure, "%") }]);
    }

    private static string ChangeOf(PlanScope scope)
    {
        var plan = scope.Plan;
        var groups = scope.Names.ToList();
        var value = scope.Measures[0].Name;
        var before = $"{((plan.Time!.From ?? DateTimeOffset.MinValue) < plan.CompareWith[0].From ? "lag" : "lead")}({value}) OVER ({(groups.Count == 0 ? "" : $"PARTITION BY {string.Join(", ", groups)} ")}ORDER BY position)";
        return $",\n  100e0 * ({value} - {before}) / nullif({before}, 0) AS {Change}";
    }

    private static string Label(PlanPeriod period, List<PlanPeriod> all, int i)
    {
        var words = period.Words.StartsWith("the ", StringComparison.Ordinal) ? period.Words[4..] : period.Words;
        return all.Where((other, j) => j != i && other.Words == period.Words).Any() ? $"{words} ({i + 1})" : words;
    }
}
