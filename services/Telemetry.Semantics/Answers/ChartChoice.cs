using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Sql;

namespace Telemetry.Semantics.Answers;

/// <summary>Which chart a result suits, and why.</summary>
internal static class ChartChoice
{
    public static ChartHint For(QueryPlan plan, IReadOnlyList<ResultColumn> columns)
    {
        var values = columns.Where(column => column.Role == ColumnRole.Measure && column.Name is not ("median_value" or ComparisonSql.Change)).Select(column => column.Name).ToList();
        var names = columns.Where(column => column.Role == ColumnRole.Dimension).Select(column => column.Name).ToList();
        var time = columns.FirstOrDefault(column => column.Role == ColumnRole.Time)?.Name;
        if (values.Count == 0) return new ChartHint(ChartKind.Table, null, [], null, "There is nothing to measure in a list.");
        if (plan.Analysis == Analysis.Anomaly) return new ChartHint(ChartKind.Table, time, values, names.FirstOrDefault(), "Anomalies are single moments, read best as a list.");
        if (plan.Analysis == Analysis.Share && names.Count == 1 && time is null && plan.Part.Count == 0 && plan.Measures[0].Id is not ("viewers" or "active_viewers")) return new ChartHint(ChartKind.Donut, names[0], ["share_percent"], null, "Parts of one whole.");
        if (plan.Analysis == Analysis.Share) values = ["share_percent"];
        if (time is not null && names.Count <= 1) return new ChartHint(ChartKind.Line, time, values, names.FirstOrDefault(), "A measure over time is read best as a line.");
        if (names.Count == 0) return values.Count == 1 ? new ChartHint(ChartKind.Number, null, values, null, "A single number.") : new ChartHint(ChartKind.Table, null, values, null, "Numbers of different units stand side by side.");
        return names.Count switch
        {
            1 when time is null => new ChartHint(ChartKind.Bar, names[0], values, null, "One value a category is compared best by bars."),
            2 when time is null => new ChartHint(ChartKind.GroupedBar, names[0], values, names[1], "Two groupings: bars of one, in groups of the other."),
            _ => new ChartHint(ChartKind.Table, names[0], values, null, "More than two groupings are too many for a chart."),
        };
    }
}
