using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Sql;

namespace Telemetry.Semantics.Answers;

/// <summary>
/// Which chart a result is drawn as, and why: the one that was asked for where it can show the result, else the one that suits it.
/// </summary>
internal sealed class ChartChoice(SemanticCatalogue catalogue)
{
    public ChartHint For(QueryPlan plan, IReadOnlyList<ResultColumn> columns)
    {
        var suited = Suited(plan, columns);
        return Asked(plan, columns, suited) is { } kind ? suited with { Kind = kind, Reason = "As asked for." } : suited;
    }

    /// <summary>Why the chart that was asked for is another one; null when it isn't.</summary>
    public static string? Instead(QueryPlan plan, ChartHint drawn)
    {
        if (plan.Chart is not { } asked || asked == drawn.Kind || (asked, drawn.Kind) is (ChartKind.Bar, ChartKind.GroupedBar)) return null;
        var name = asked switch { ChartKind.Donut => "a donut", ChartKind.Line => "lines", _ => "bars" };
        return $"Not drawn as {name}: {char.ToLowerInvariant(drawn.Reason[0])}{drawn.Reason[1..]}";
    }

    private ChartKind? Asked(QueryPlan plan, IReadOnlyList<ResultColumn> columns, ChartHint suited) => plan.Chart switch
    {
        ChartKind.Table => ChartKind.Table,
        ChartKind.Bar when suited.X is not null && suited.Kind != ChartKind.Table =>
            suited.Series is null ? ChartKind.Bar : ChartKind.GroupedBar,
        ChartKind.Line when columns.Any(column => column.Role == ColumnRole.Time && column.Name == suited.X) => ChartKind.Line,
        ChartKind.Donut when suited is { X: not null, Series: null, Y: [_] } && columns.All(column => column.Role != ColumnRole.Time)
            && AddsUp(plan) => ChartKind.Donut,
        _ => null,
    };

    private bool AddsUp(QueryPlan plan) =>
        plan is { Limit: null, Thresholds: [], CompareWith: [], Measures: [{ Per: null } measure] }
        && plan.Analysis is Analysis.Aggregate or Analysis.Share
        && catalogue.Measure(measure.Id) is { Count: true } or { Additive: true }
        && MakesOneWhole(plan);

    private static ChartHint Suited(QueryPlan plan, IReadOnlyList<ResultColumn> columns)
    {
        var values = columns.Where(IsDrawn).Select(column => column.Name).ToList();
        var names = columns.Where(column => column.Role == ColumnRole.Dimension).Select(column => column.Name).ToList();
        var series = names.FirstOrDefault();
        var time = columns.FirstOrDefault(column => column.Role == ColumnRole.Time)?.Name;
        if (values.Count == 0) return new ChartHint(ChartKind.Table, null, [], null, "There is nothing to measure in a list.");
        if (plan.Analysis == Analysis.Anomaly)
            return new ChartHint(ChartKind.Table, time, values, series, "Anomalies are single moments, read best as a list.");
        if (plan.Analysis == Analysis.Share)
        {
            values = [ShareSql.Column];
            if (names.Count == 1 && time is null && MakesOneWhole(plan))
                return new ChartHint(ChartKind.Donut, names[0], values, null, "Parts of one whole.");
        }
        if (time is not null && names.Count <= 1)
            return new ChartHint(ChartKind.Line, time, values, series, "A measure over time is read best as a line.");
        return (names.Count, time) switch
        {
            (0, _) when values.Count == 1 => new ChartHint(ChartKind.Number, null, values, null, "A single number."),
            (0, _) => new ChartHint(ChartKind.Number, null, values, null, "A few numbers side by side."),
            (1, null) => new ChartHint(ChartKind.Bar, names[0], values, null, "One value a category is compared best by bars."),
            (2, null) => new ChartHint(
                ChartKind.GroupedBar, names[0], values, names[1], "Two groupings: bars of one, in groups of the other."),
            _ => new ChartHint(ChartKind.Table, names[0], values, null, "More than two groupings are too many for a chart."),
        };
    }

    private static bool IsDrawn(ResultColumn column) =>
        column.Role == ColumnRole.Measure && column.Name is not (AnomalySql.Median or ComparisonSql.Change);

    // One viewer may be in several groups: their shares add up to more than the whole.
    private static bool MakesOneWhole(QueryPlan plan) =>
        plan.Part.Count == 0 && plan.Measures[0].Id is not (MeasureIds.Viewers or MeasureIds.ActiveViewers);
}
