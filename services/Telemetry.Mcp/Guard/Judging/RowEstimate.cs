using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>
/// A rough upper bound of the rows that a statement makes on its way, so that cartesian products are refused before they run. The
/// numbers are nominal (ten million events), not statistics of the lake: they tell a join along a key from one that multiplies.
/// </summary>
internal sealed class RowEstimate
{
    private const double MostRows = 1e9;
    private const double Events = 1e7;
    private const double OtherTable = 1e4;
    private const double Places = 1e3;
    private const double UnknownArray = 1e3;
    private const double MostGroups = 1e5;

    // Different values that a column has, for joins along it.
    private static readonly Dictionary<string, double> Distinct = new(StringComparer.OrdinalIgnoreCase)
    {
        ["event_id"] = 1e7, ["session_id"] = 1e6, ["customer_id"] = 1e5, ["title_id"] = 1e4, ["title_name"] = 1e4, ["event_timestamp"] = 1e6,
        ["city"] = 1e3, ["state"] = 1e2, ["country"] = 1e2, ["event_date"] = 1e2, ["device_type"] = 4, ["quality"] = 3, ["event_type"] = 10,
        ["device_os"] = 10, ["isp"] = 10, ["cdn"] = 5, ["tenant_id"] = 1, ["error_code"] = 10, ["genre"] = 10,
    };

    private const double DistinctOfOthers = 1e3;

    public static void Judge(Query query) => new RowEstimate().Of(query, new(StringComparer.OrdinalIgnoreCase));

    /// <summary>An entry of WITH: its rows, and the entries that it can see itself.</summary>
    internal sealed record Made(CommonTable Table, double Rows, Dictionary<string, Made> Before);

    private double Of(Query query, Dictionary<string, Made> outer)
    {
        var tables = outer;
        if (query.With.Count > 0)
        {
            tables = new(outer, outer.Comparer);
            foreach (var table in query.With) tables[table.Name] = new Made(table, Of(table.Query, tables), new(tables, tables.Comparer));
        }

        var rows = query.Body switch
        {
            SetOperation operation => Bounded(Of(operation.Left, tables) + Of(operation.Right, tables)),
            Select select => OfSelect(select, tables),
            _ => 1,
        };
        foreach (var item in query.OrderBy) JudgeWithin(item.Value, rows, tables);
        return Math.Min(rows, query.Limit ?? double.MaxValue);
    }

    private double OfSelect(Select select, Dictionary<string, Made> tables)
    {
        var where = Structure.Conjuncts(select.Where).ToList();
        var rows = select.From is { } from ? OfRelation(from, where, tables) : 1;
        foreach (var expression in select.Items.Select(item => item.Value).Append(select.Where).Append(select.Having).OfType<Expression>()) JudgeWithin(expression, rows, tables);
        if (select.GroupBy is { } grouping) return grouping.Expressions.Count == 0 ? 1 : Math.Min(rows, GroupsOf(grouping, select, tables)) * (grouping.Sets?.Count ?? 1);
        return select.Items.Any(item => Aggregates(item.Value)) ? 1 : rows;
    }

    private double OfRelation(Relation relation, IReadOnlyList<Expression> where, Dictionary<string, Made> tables) => relation switch
    {
        Table table => tables.TryGetValue(table.Name, out var known) ? known.Rows
            : table.Name.Equals(Vocabulary.Events, StringComparison.OrdinalIgnoreCase) ? Events
            : table.Name.Equals("places", StringComparison.OrdinalIgnoreCase) ? Places : OtherTable,
        Derived derived => Of(derived.Query, tables),
        Values values => values.Rows.Count,
        Unnest unnest => unnest.Arrays.Max(LengthOf),
        Join join => OfJoin(join, where, tables),
        _ => 1,
    };

    private double OfJoin(Join join, IReadOnlyList<Expression> where, Dictionary<string, Made> tables)
    {
        var (left, right) = (OfRelation(join.Left, where, tables), OfRelation(join.Right, where, tables));
        var names = (Left: NamesOf(join.Left), Right: NamesOf(join.Right));
        var keys = join.Using.Select(name => Distinct.GetValueOrDefault(name, DistinctOfOthers))
            .Concat(Structure.Conjuncts(join.On).Concat(where).Select(condition => DistinctAlong(condition, names.Left, names.Right)).OfType<double>()).ToList();
        var selectivity = keys.Count == 0 ? 1 : Math.Min(keys.Aggregate(1.0, (all, one) => all * one), Math.Max(1, Math.Max(left, right)));
        return Math.Max(Bounded(left * right / selectivity), join.Kind is "INNER" or "CROSS" ? 1 : Math.Max(left, right));
    }

    // Queries within an expression: once for all rows, or once a row when they look at it.
    private void JudgeWithin(Expression expression, double rows, Dictionary<string, Made> tables)
    {
        foreach (var query in Structure.Nested(expression).Select(Structure.QueryIn).OfType<Query>())
        {
            Of(query, tables);
            var own = Structure.Relations(query).Select(NameOf).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
            var looksOut = Structure.Expressions(query).OfType<Column>().Any(column => column.Relation is { } relation && !own.Contains(relation));
            if (!looksOut || query.Body is not Select { From: { } from } select) continue;
            var inner = OfRelation(from, [.. Structure.Conjuncts(select.Where)], tables);
            var isLinked = Structure.Conjuncts(select.Where).Any(condition => condition is Infix { Operator: "=" } equal
                && (LooksOut(equal.Left, own) ^ LooksOut(equal.Right, own)) && ColumnsOf(equal.Left).Any() && ColumnsOf(equal.Right).Any());
            if (!isLinked) Bounded(inner * rows);
        }
    }

    private static bool LooksOut(Expression expression, HashSet<string> own) => ColumnsOf(expression).Any(column => column.Relation is { } relation && !own.Contains(relation));

    // How many different values an equality between both sides has; null when the condition isn't one.
    private static double? DistinctAlong(Expression condition, HashSet<string> left, HashSet<string> right)
    {
        if (condition is not Infix { Operator: "=" or "IS NOT DISTINCT FROM" } equal || equal.Left == equal.Right) return null;
        var (one, other) = (ColumnsOf(equal.Left).ToList(), ColumnsOf(equal.Right).ToList());
        if (one.Count == 0 || other.Count == 0 || one.Concat(other).All(column => column.Relation is null)) return null;
        var isAcross = (IsOf(one, left) && IsOf(other, right)) || (IsOf(one, right) && IsOf(other, left));
        return isAcross ? one.Concat(other).Min(column => Distinct.GetValueOrDefault(column.Name, DistinctOfOthers)) : null;
    }

    private static bool IsOf(List<Column> columns, HashSet<string> side) => columns.All(column => column.Relation is null || side.Contains(column.Relation));

    private static IEnumerable<Column> ColumnsOf(Expression expression) => Structure.Nested(expression).OfType<Column>();

    // Groups along columns of the lake are no more than those have values.
    private static double GroupsOf(Grouping grouping, Select select, Dictionary<string, Made> tables) =>
        grouping.Expressions.Aggregate(1.0, (groups, expression) => Math.Min(MostGroups, groups * (Origin.Of(Positioned(expression, select), select, tables) is { } origin
            ? 1 + (origin.Times * Distinct.GetValueOrDefault(origin.Column, MostGroups)) : MostGroups)));

    // GROUP BY 2 is by the second column of the result.
    private static Expression Positioned(Expression expression, Select select) =>
        expression is Literal { Kind: LiteralKind.Number } number && int.TryParse(number.Text, out var position) && position >= 1 && position <= select.Items.Count
            ? select.Items[position - 1].Value : expression;

    private static HashSet<string> NamesOf(Relation relation) =>
        Structure.Flatten(relation).Select(NameOf).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string? NameOf(Relation relation) => relation.Alias ?? (relation as Table)?.Name;

    private static double LengthOf(Expression array) => array switch
    {
        ArrayOf items => items.Items.Count,
        Call { Name: "sequence" } sequence => Functions.LengthOfSequence(sequence) ?? UnknownArray,
        _ => UnknownArray,
    };

    private static bool Aggregates(Expression expression) => expression switch
    {
        Windowed => false,
        Call { Name: "count" or "sum" or "avg" or "min" or "max" or "count_if" or "approx_distinct" or "approx_percentile" or "corr" or "stddev" or "max_by" or "min_by" or "array_agg" } => true,
        _ => Structure.Parts(expression).Any(Aggregates),
    };

    private static double Bounded(double rows) => rows <= MostRows ? rows : throw new StatementRefusedException(
        "The statement multiplies rows: a join or a correlated query without a selective equality between both sides may give billions of them. Join along a key, such as ON e.title_id = t.title_id, or aggregate first.");
}
