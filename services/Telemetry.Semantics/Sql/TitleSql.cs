using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>Facts about titles: no events are read.</summary>
internal sealed class TitleSql(SemanticCatalogue catalogue)
{
    private const string Length = "duration_seconds";

    public CompiledQuery Compile(QueryPlan plan)
    {
        var dimensions = plan.Dimensions.Select(catalogue.Dimension).ToList();
        var columns = dimensions.ConvertAll(dimension =>
            new ResultColumn(Grouping.NameOf(dimension), dimension.Name, ColumnRole.Dimension, ""));
        var grouped = dimensions.ConvertAll(dimension => $"{dimension.Facts} AS {Grouping.NameOf(dimension)}");
        var from = $"FROM titles t{SqlText.Where([.. plan.Filters.Select(Condition)])}";
        return plan.Measures.Count == 0 ? Listed(plan, columns, grouped, from) : Measured(plan, columns, grouped, from);
    }

    private string Condition(PlanFilter filter)
    {
        var dimension = catalogue.Dimension(filter.Dimension);
        return Source.Condition(dimension.Facts!, filter, dimension.Number);
    }

    private static CompiledQuery Listed(QueryPlan plan, List<ResultColumn> columns, List<string> selected, string from)
    {
        var order = SqlText.List(columns.Select(column => column.Name));
        if (plan.Dimensions.Contains(DimensionIds.Title))
        {
            selected.Add($"t.{Length} AS {Length}");
            columns.Add(new ResultColumn(Length, "Length", ColumnRole.Measure, "s"));
        }
        return new CompiledQuery($"SELECT DISTINCT {SqlText.List(selected)}\n{from}\nORDER BY {order}{SqlText.Limit(plan)}", columns);
    }

    private CompiledQuery Measured(QueryPlan plan, List<ResultColumn> columns, List<string> selected, string from)
    {
        var groups = columns.ConvertAll(column => column.Name);
        foreach (var measure in plan.Measures)
        {
            var name = MeasureSql.NameOf(measure, catalogue);
            selected.Add($"{Value(measure)} AS {name}");
            columns.Add(new ResultColumn(name, Naming.Measure(measure, catalogue), ColumnRole.Measure, catalogue.Measure(measure.Id).Unit));
        }
        var ranked = columns[groups.Count].Name;
        var sql = $"SELECT {SqlText.List(selected)}\n{from}{SqlText.GroupBy(groups.Count)}";
        sql = SqlCompiler.Thresholds(sql, plan.Thresholds, ranked);
        var direction = plan.Order is { Descending: false } ? "" : " DESC";
        var order = groups.Count == 0 ? "" : $"\nORDER BY {ranked}{direction}, {SqlText.List(groups)}";
        return new CompiledQuery($"{sql}{order}{SqlText.Limit(plan)}", columns);
    }

    private string? Value(PlanMeasure plan)
    {
        var measure = catalogue.Measure(plan.Id);
        return measure.IsStatistic ? MeasureSql.Statistic(plan.Statistic ?? measure.Statistic!, measure.TitlesColumn) : measure.Titles;
    }
}
