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
        // The statistic of a plan for time steps is taken of them, not of single values.
        var measured = plan.Analysis == Analysis.BucketStatistic
            ? plan.Measures.Select(measure => measure with { Statistic = null })
            : plan.Measures;
        Measures = [.. measured.Select(measure => MeasureSql.Of(measure, catalogue))];
        MeasureColumns = [.. plan.Measures.Select((measure, i) => Column(Measures[i].Name, measure))];
    }

    public QueryPlan Plan { get; }

    public SemanticCatalogue Catalogue { get; }

    public List<Grouping> Groups { get; }

    public IReadOnlyList<MeasureSql> Measures { get; }

    public IReadOnlyList<ResultColumn> MeasureColumns { get; }

    public IEnumerable<ResultColumn> GroupColumns => Groups.Select(group => group.Column);

    public IEnumerable<string> Names => Groups.Select(group => group.Name);

    /// <summary>The measures of the groups, for a period and filters.</summary>
    public string Select(PlanPeriod period, IEnumerable<PlanFilter> filters, IReadOnlyList<Grouping>? groups = null)
    {
        var counted = Plan.Measures.Select(measure => measure.Of).OfType<string>();
        return _aggregates.Select(_source.Of(period, filters, groups ?? Groups, counted), groups ?? Groups, Measures);
    }

    /// <summary>The rows themselves.</summary>
    public string Rows() => _source.Of(Plan.Time!, Plan.Filters, Groups);

    private ResultColumn Column(string name, PlanMeasure measure) =>
        new(name, Naming.Measure(measure, Catalogue), ColumnRole.Measure, Catalogue.Measure(measure.Id).Unit);
}
