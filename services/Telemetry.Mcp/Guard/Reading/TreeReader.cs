using System.Text.Json;
using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Reading;

/// <summary>Reads DuckDB's tree of a statement into ours; what has no form in ours is refused. This part: queries.</summary>
internal static partial class TreeReader
{
    /// <summary>The one query of a parsed text.</summary>
    public static Query Read(JsonElement parsed)
    {
        var statements = new Node(parsed).Children("statements").ToList();
        return statements switch
        {
            [] => throw new StatementRefusedException("There is no statement; write one SELECT."),
            [var only] when only.Value("named_param_map") is { ValueKind: JsonValueKind.Array } parameters && parameters.GetArrayLength() > 0 =>
                throw new StatementRefusedException("The statement has a parameter (? or $1); write its value instead."),
            [var only] => ReadQuery(only.Only("node", "named_param_map").Required("node")),
            _ => throw new StatementRefusedException($"There are {statements.Count} statements; only one SELECT may run at a time."),
        };
    }

    private static Query ReadQuery(Node node)
    {
        var with = node.Child("cte_map") is { } map ? map.Only("map").Children("map").Select(ReadCommonTable).ToList() : [];
        var query = new Query(with, ReadBody(node));
        foreach (var modifier in node.Children("modifiers"))
        {
            query = modifier.Type switch
            {
                "ORDER_MODIFIER" => query with { OrderBy = ReadOrders(modifier.Only("orders")) },
                "LIMIT_MODIFIER" => ReadLimit(modifier.Only("limit", "offset"), query),
                // DISTINCT ON has targets, which Trino doesn't know.
                "DISTINCT_MODIFIER" when modifier.Only() is { } && query.Body is Select select => query with { Body = select with { Distinct = true } },
                var other => throw Node.NotUnderstood(other.ToLowerInvariant().Replace('_', ' ')),
            };
        }

        return query;
    }

    private static QueryBody ReadBody(Node node) => node.Type switch
    {
        "SELECT_NODE" => ReadSelect(node.Only(
            "modifiers", "cte_map", "select_list", "from_table", "where_clause", "group_expressions", "group_sets", "aggregate_handling", "having")),
        "SET_OPERATION_NODE" => ReadSetOperation(node.Only("modifiers", "cte_map", "setop_type", "setop_all", "left", "right")),
        "RECURSIVE_CTE_NODE" => throw new StatementRefusedException("WITH RECURSIVE may not run here: it has no bound. Write the query without recursion."),
        var other => throw Node.NotUnderstood(other.ToLowerInvariant().Replace('_', ' ')),
    };

    private static Select ReadSelect(Node node)
    {
        if (node.Text("aggregate_handling") is not (null or "STANDARD_HANDLING")) throw Node.NotUnderstood("GROUP BY ALL");
        return new Select([.. node.Children("select_list").Select(ReadSelectItem)], ReadRelation(node.Required("from_table")))
        {
            Where = ReadOptional(node, "where_clause"),
            GroupBy = ReadGrouping(node),
            Having = ReadOptional(node, "having"),
        };
    }

    private static SelectItem ReadSelectItem(Node node) => new(ReadExpression(node), Identifier(node.Text("alias")));

    private static Grouping? ReadGrouping(Node node)
    {
        var expressions = node.Children("group_expressions").Select(ReadExpression).ToList();
        var sets = node.Elements("group_sets").Select(set => (IReadOnlyList<int>)[.. set.EnumerateArray().Select(index => index.GetInt32())]).ToList();
        if (sets.Count == 0) return null;
        var isPlain = expressions.Count > 0 && sets is [var single] && single.Count == expressions.Count;
        return new Grouping(expressions, isPlain ? null : sets);
    }

    private static SetOperation ReadSetOperation(Node node)
    {
        var type = node.Text("setop_type");
        return new SetOperation(
            type is "UNION" or "EXCEPT" or "INTERSECT" ? type : throw Node.NotUnderstood($"the set operation {type}"),
            // ALL is DuckDB's default, which is left out of the tree.
            node.Value("setop_all")?.ValueKind is not JsonValueKind.False,
            ReadQuery(node.Required("left")),
            ReadQuery(node.Required("right")));
    }

    private static CommonTable ReadCommonTable(Node entry)
    {
        var value = entry.Only("key", "value").Required("value").Only("aliases", "query", "materialized");
        return new CommonTable(
            Identifier(entry.Text("key")) ?? throw Node.NotUnderstood("WITH without a name"),
            Identifiers(value.Texts("aliases")),
            ReadQuery(value.Required("query").Only("node").Required("node")));
    }

    private static Query ReadLimit(Node modifier, Query query) => query with
    {
        Limit = modifier.Child("limit") is { } limit ? ReadCount(limit, "LIMIT") : null,
        Offset = modifier.Child("offset") is { } offset ? ReadCount(offset, "OFFSET") : null,
    };

    private static long ReadCount(Node node, string clause) =>
        ReadExpression(node) is Literal { Kind: LiteralKind.Number } number
            && long.TryParse(number.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new StatementRefusedException($"{clause} must be followed by a whole number, such as {clause} 100.");

    private static List<OrderItem> ReadOrders(Node node, string name = "orders") => [.. node.Children(name).Select(order => new OrderItem(
        ReadExpression(order.Only("null_order", "expression").Required("expression")),
        order.Type is "DESCENDING",
        order.Text("null_order") switch { "NULLS FIRST" or "NULLS_FIRST" => true, "NULLS LAST" or "NULLS_LAST" => false, _ => null }))];

    private static Expression? ReadOptional(Node node, string name) => node.Child(name) is { } child ? ReadExpression(child) : null;

    private static List<string> Identifiers(IReadOnlyList<string> names) => [.. names.Select(name => Identifier(name)!)];

    private static string? Identifier(string? name)
    {
        if (string.IsNullOrEmpty(name)) return null;
        if (name.Length > 128) throw new StatementRefusedException($"The name '{name[..20]}…' has {name.Length:N0} characters; at most 128 are allowed.");
        if (name.Any(char.IsControl)) throw new StatementRefusedException("A name has control characters in it; remove them.");
        return name;
    }
}
