using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>Pieces that statements are put together from.</summary>
internal static class SqlText
{
    public static string List(IEnumerable<string> items) => string.Join(", ", items);

    /// <summary>A query within another one.</summary>
    public static string Nested(string sql, string alias) => $"(\n{Indent(sql)}\n) {alias}";

    public static string Indent(string sql) => "  " + sql.Replace("\n", "\n  ", StringComparison.Ordinal);

    /// <summary>Groups by the first columns of a query.</summary>
    public static string GroupBy(int groups) => groups == 0 ? "" : $"\nGROUP BY {string.Join(", ", Enumerable.Range(1, groups))}";

    public static string Where(IReadOnlyCollection<string> conditions) =>
        conditions.Count == 0 ? "" : $"\nWHERE {string.Join("\n  AND ", conditions)}";

    /// <summary>One more row than an answer has at most, unless the plan says how many, and from which on.</summary>
    public static string Limit(QueryPlan plan)
    {
        var skipped = plan.Skip is { } rows ? $"\nOFFSET {rows}" : "";
        return $"{skipped}\nLIMIT {plan.Limit ?? SqlCompiler.MostRows + 1}";
    }

    /// <summary>The condition of a join on columns of the same names.</summary>
    public static string Matching(IEnumerable<string> names, string left, string right) =>
        string.Join(" AND ", names.Select(name => $"{left}.{name} = {right}.{name}"));
}
