using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>A plan with what every kind of query needs of it.</summary>
internal sealed class PlanScope
{
    private readonly Aggregates _aggregates;
    private readonly Source _source;

    public PlanScope(QueryPlan plan, SemanticCatalogue catalogue, List<Grouping> groups, Source source)
    {
        (Plan, Catalogue, Groups, _source) = (plan, catalogue, groups, source);
        _aggregates = new Aggregates(catalogue);
        Measures = plan.Analysis == Analysis.BucketStatistic
            ? [.. plan.Measures.Select(measure => MeasureSql.Of(measure with { Statistic = null }, catalogue))]
            : [.. plan.Measures.Select(measure => MeasureSql.Of(measure, catalogue))];
        MeasureColumns = [.. plan.Measures.Select((measure, i) => new ResultColumn(Measures[i].Name, Naming.Measure(measure, catalogue), ColumnRole.Measure, Naming.Unit(measure, catalogue)))];
    }

    public QueryPlan Plan { get; }

    public SemanticCatalogue Catalogue { get; }

    public List<Grouping> Groups { get; }

    public IReadOnlyList<MeasureSql> Measures { get; }

    public IReadOnlyList<ResultColumn> MeasureColumns { get; }

    public IEnumerable<string> Names => Groups.Select(group => group.Name);

    /// <summary>The measures of the groups, for a period and filters.</summary>
    public string Select(PlanPeriod period, IEnumerable<PlanFilter> filters, IReadOnlyList<Grouping>? groups = null) =>
        _aggregates.Select(_source.Of(period, filters, groups ?? Groups, Plan.Measures.Select(measure => measure.Of).OfType<string>()), groups ?? Groups, Measures);

    /// <summary>The rows themselves.</summary>
    public string Rows() => _source.Of(Plan.Time!, Plan.Filters, Groups);
}
