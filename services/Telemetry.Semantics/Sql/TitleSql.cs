using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>Facts about titles: no events are read.</summary>
internal sealed class TitleSql(SemanticCatalogue catalogue)
{
    public CompiledQuery Compile(QueryPlan plan)
    {
        var dimensions = plan.Dimensions.Select(catalogue.Dimension).ToList();
        var names = dimensions.Select(Grouping.NameOf).ToList();
        var conditions = plan.Filters.Select(filter => Source.Condition(catalogue.Dimension(filter.Dimension).Facts!, filter, catalogue.Dimension(filter.Dimension).Number)).ToList();
        var where = conditions.Count == 0 ? "" : $"\nWHERE {string.Join("\n  AND ", conditions)}";
        var grouped = dimensions.Select((dimension, i) => $"{dimension.Facts} AS {names[i]}");
        var columns = dimensions.Select((dimension, i) => new ResultColumn(names[i], dimension.Name, ColumnRole.Dimension, "")).ToList();
        if (plan.Measures.Count == 0)
        {
            var length = plan.Dimensions.Contains("title") ? ", t.duration_seconds AS duration_seconds" : "";
            if (length.Length > 0) columns.Add(new ResultColumn("duration_seconds", "Length", ColumnRole.Measure, "s"));
            return new CompiledQuery($"SELECT DISTINCT {string.Join(", ", grouped)}{length}\nFROM titles t{where}\nORDER BY {string.Join(", ", names)}\nLIMIT {plan.Limit ?? SqlCompiler.MostRows + 1}", columns);
        }
        var measures = plan.Measures.Select(measure => (Name: MeasureSql.NameOf(measure, catalogue), Sql: catalogue.Measure(measure.Id) is { IsStatistic: true } found ? MeasureSql.Statistic(measure.Statistic ?? found.Statistic!, found.TitlesColumn) : catalogue.Measure(measure.Id).Titles, Plan: measure)).ToList();
        columns.AddRange(measures.Select(measure => new ResultColumn(measure.Name, Naming.Measure(measure.Plan, catalogue), ColumnRole.Measure, catalogue.Measure(measure.Plan.Id).Unit)));
        var sql = $"SELECT {string.Join(", ", grouped.Concat(measures.Select(measure => $"{measure.Sql} AS {measure.Name}")))}\nFROM titles t{where}{Aggregates.GroupBy(dimensions.Count)}";
        sql = SqlCompiler.Thresholds(sql, plan.Thresholds, measures[0].Name);
        var order = dimensions.Count == 0 ? "" : $"\nORDER BY {measures[0].Name}{(plan.Order is { Descending: false } ? "" : " DESC")}, {string.Join(", ", names)}";
        return new CompiledQuery($"{sql}{order}\nLIMIT {plan.Limit ?? SqlCompiler.MostRows + 1}", columns);
    }
}
