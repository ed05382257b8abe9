using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>Makes SQL of plans, in Athena's dialect (Trino), of a kind that DuckDB runs unchanged.</summary>
internal sealed class SqlCompiler(SemanticCatalogue catalogue)
{
    /// <summary>Most rows of an answer. One more is asked for, to know whether there were more.</summary>
    public const int MostRows = 10_000;

    public CompiledQuery Compile(QueryPlan plan, DateTimeOffset now)
    {
        if (plan.Analysis == Analysis.Titles) return new TitleSql(catalogue).Compile(plan);
        if (plan.Measures.Any(measure => catalogue.Measure(measure.Id).Live)) return new LiveSql(catalogue).Compile(plan, now);
        var period = plan.Time!;
        var earliest = plan.CompareWith.Append(period).Select(one => one.From ?? now.AddYears(-2)).Min();
        var time = new LocalTime(plan.Zone, earliest, now);
        var groups = Grouping.Of(plan, catalogue, time);
        if (plan.Grain is { } grain) groups.Add(Grouping.Of(grain, time));
        var scope = new PlanScope(plan, catalogue, groups, new Source(catalogue, time, now));
        return plan.Analysis switch
        {
            Analysis.Share => ShareSql.Compile(scope, catalogue),
            Analysis.Correlation => CorrelationSql.Compile(scope),
            Analysis.Anomaly => AnomalySql.Compile(scope),
            Analysis.BucketStatistic => BucketSql.Compile(scope),
            Analysis.GroupCount => GroupCountSql.Compile(scope),
            _ => plan.CompareWith.Count > 0 ? ComparisonSql.Compile(scope) : Aggregate(scope),
        };
    }

    private static CompiledQuery Aggregate(PlanScope scope)
    {
        var sql = scope.Select(scope.Plan.Time!, scope.Plan.Filters);
        sql = Thresholds(sql, scope);
        return new CompiledQuery(Finish(sql, scope, scope.Measures[0].Name), [.. scope.Groups.Select(group => group.Column), .. scope.MeasureColumns]);
    }

    /// <summary>Keeps the groups of plain measures whose values are within the plan's limits.</summary>
    public static string Thresholds(string sql, PlanScope scope) => Thresholds(sql, scope.Plan.Thresholds, scope.Measures[0].Name, id => scope.Measures[Index(scope.Plan, id)].Name);

    /// <summary>Keeps the groups whose values are within the limits.</summary>
    /// <param name="sql">The groups.</param>
    /// <param name="thresholds">The limits.</param>
    /// <param name="column">What limits without a measure are for.</param>
    /// <param name="columnOf">The column of a measure that a limit names.</param>
    public static string Thresholds(string sql, IReadOnlyList<PlanThreshold> thresholds, string column, Func<string, string>? columnOf = null)
    {
        if (thresholds.Count == 0) return sql;
        var conditions = thresholds.Select(threshold => Condition(threshold.Measure is { } id && columnOf is not null ? columnOf(id) : column, threshold));
        return $"SELECT *\nFROM (\n{Aggregates.Indent(sql)}\n) grouped\nWHERE {string.Join(" AND ", conditions)}";
    }

    private static string Condition(string column, PlanThreshold threshold) => threshold.Operator switch
    {
        FilterOperator.Over => $"{column} > {SqlLiteral.Number(threshold.Value)}",
        FilterOperator.AtLeast => $"{column} >= {SqlLiteral.Number(threshold.Value)}",
        FilterOperator.Under => $"{column} < {SqlLiteral.Number(threshold.Value)}",
        FilterOperator.Between => $"{column} BETWEEN {SqlLiteral.Number(threshold.Value)} AND {SqlLiteral.Number(threshold.Upper ?? threshold.Value)}",
        _ => $"{column} <= {SqlLiteral.Number(threshold.Value)}",
    };

    private static int Index(QueryPlan plan, string measure) => plan.Measures.ToList().FindIndex(one => one.Id == measure);

    /// <summary>Order and limit: the ranking that was asked for, or time, or largest first.</summary>
    public static string Finish(string sql, PlanScope scope, string ranked)
    {
        var names = scope.Groups.Select(group => group.Name).ToList();
        IEnumerable<string> order = scope.Plan.Order is { } ranking ? names.Prepend(ranking.Descending ? $"{ranked} DESC" : ranked)
            : scope.Plan.Grain is not null ? names.AsEnumerable().Reverse()
            : scope.Groups.Exists(group => group.Dimension is { Number: true }) || names.Count > 1 ? names
            : names.Count == 1 ? names.Prepend($"{ranked} DESC")
            : [];
        var by = string.Join(", ", order);
        return $"{sql}{(by.Length == 0 ? "" : $"\nORDER BY {by}")}\nLIMIT {scope.Plan.Limit ?? MostRows + 1}";
    }
}
