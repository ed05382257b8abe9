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
        return new CompiledQuery(Finish(sql, scope, scope.Measures[0].Name), [.. scope.GroupColumns, .. scope.MeasureColumns]);
    }

    /// <summary>Keeps the groups of plain measures whose values are within the plan's limits.</summary>
    public static string Thresholds(string sql, PlanScope scope)
    {
        string ColumnOf(string id) => scope.Measures[scope.Plan.Measures.ToList().FindIndex(measure => measure.Id == id)].Name;

        return Thresholds(sql, scope.Plan.Thresholds, scope.Measures[0].Name, ColumnOf);
    }

    /// <summary>Keeps the groups whose values are within the limits.</summary>
    /// <param name="sql">The groups.</param>
    /// <param name="thresholds">The limits.</param>
    /// <param name="column">What limits without a measure are for.</param>
    /// <param name="columnOf">The column of a measure that a limit names.</param>
    public static string Thresholds(
        string sql, IReadOnlyList<PlanThreshold> thresholds, string column, Func<string, string>? columnOf = null)
    {
        if (thresholds.Count == 0) return sql;
        string Limited(PlanThreshold threshold) => threshold.Measure is { } id && columnOf is not null ? columnOf(id) : column;

        var conditions = thresholds.Select(threshold => Condition(Limited(threshold), threshold));
        return $"SELECT *\nFROM {SqlText.Nested(sql, "grouped")}\nWHERE {string.Join(" AND ", conditions)}";
    }

    private static string Condition(string column, PlanThreshold threshold)
    {
        var value = SqlLiteral.Number(threshold.Value);
        return threshold.Operator switch
        {
            FilterOperator.Over => $"{column} > {value}",
            FilterOperator.AtLeast => $"{column} >= {value}",
            FilterOperator.Under => $"{column} < {value}",
            FilterOperator.Between => $"{column} BETWEEN {value} AND {SqlLiteral.Number(threshold.Upper ?? threshold.Value)}",
            _ => $"{column} <= {value}",
        };
    }

    /// <summary>Order and limit: the ranking that was asked for, or time, or largest first.</summary>
    public static string Finish(string sql, PlanScope scope, string ranked)
    {
        var order = SqlText.List(Order(scope, ranked));
        return $"{sql}{(order.Length == 0 ? "" : $"\nORDER BY {order}")}{SqlText.Limit(scope.Plan)}";
    }

    private static IEnumerable<string> Order(PlanScope scope, string ranked)
    {
        var names = scope.Names.ToList();
        if (scope.Plan.Order is { } ranking) return names.Prepend(ranking.Descending ? $"{ranked} DESC" : ranked);
        if (scope.Plan.Grain is not null) return names.AsEnumerable().Reverse();
        var hasNumbers = scope.Groups.Exists(group => group.Dimension is { Number: true });
        return names.Count == 1 && !hasNumbers ? names.Prepend($"{ranked} DESC") : names;
    }
}
