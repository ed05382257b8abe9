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
        var names = scope.Names.Concat(scope.Measures.Select(measure => measure.Name)).ToList();
        var queries = periods.Select((_, i) => OfPeriod(scope, periods, i, names));
        var compared = SqlText.Nested(string.Join("\nUNION ALL\n", queries), "compared");
        // Time steps of two periods are not each other's.
        var change = periods.Count == 2 && plan.Grain is null ? ChangeOf(scope) : null;
        var order = SqlText.List(scope.Names.Prepend("position"));
        var sql = $"SELECT {SqlText.List(names.Prepend(Column))}{change}\nFROM {compared}\nORDER BY {order}{SqlText.Limit(plan)}";

        List<ResultColumn> columns =
        [
            new ResultColumn(Column, "Period", ColumnRole.Dimension, ""), .. scope.GroupColumns, .. scope.MeasureColumns,
        ];
        if (change is not null) columns.Add(new ResultColumn(Change, "Change", ColumnRole.Measure, "%"));
        return new CompiledQuery(sql, columns);
    }

    private static string OfPeriod(PlanScope scope, List<PlanPeriod> periods, int i, List<string> names)
    {
        var label = SqlLiteral.Text(Label(periods, i));
        var rows = SqlText.Nested(scope.Select(periods[i], scope.Plan.Filters), $"p{i + 1}");
        return $"SELECT {label} AS {Column}, {i + 1} AS position, {SqlText.List(names)}\nFROM {rows}";
    }

    private static string ChangeOf(PlanScope scope)
    {
        var plan = scope.Plan;
        var value = scope.Measures[0].Name;
        var isEarlier = (plan.Time!.From ?? DateTimeOffset.MinValue) < plan.CompareWith[0].From;
        var partition = scope.Groups.Count == 0 ? "" : $"PARTITION BY {SqlText.List(scope.Names)} ";
        var before = $"{(isEarlier ? "lag" : "lead")}({value}) OVER ({partition}ORDER BY position)";
        return $",\n  100e0 * ({value} - {before}) / nullif({before}, 0) AS {Change}";
    }

    private static string Label(List<PlanPeriod> periods, int i)
    {
        var words = periods[i].Words;
        var label = words.StartsWith("the ", StringComparison.Ordinal) ? words[4..] : words;
        return periods.Count(other => other.Words == words) > 1 ? $"{label} ({i + 1})" : label;
    }
}
