using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Reading;

/// <summary>What stands in FROM.</summary>
internal static partial class TreeReader
{
    private static Relation? ReadRelation(Node node)
    {
        var alias = Identifier(node.Text("alias"));
        var columns = Identifiers(node.Texts("column_name_alias"));
        return node.Type switch
        {
            "EMPTY" => null,
            "BASE_TABLE" => ReadTable(node, alias, columns),
            "SUBQUERY" => ReadDerived(node.Only("alias", "subquery", "column_name_alias"), alias, columns),
            "EXPRESSION_LIST" => new Values(ReadRows(node.Only("alias", "values", "column_name_alias", "expected_names")), alias, columns),
            "TABLE_FUNCTION" => ReadUnnest(node.Only("alias", "function", "column_name_alias"), alias, columns),
            "JOIN" => ReadJoin(node.Only("alias", "left", "right", "condition", "join_type", "ref_type", "using_columns")),
            "SHOW_REF" => throw new StatementRefusedException("DESCRIBE, SHOW and SUMMARIZE don't run here; describe_table and list_metrics tell what there is."),
            var other => throw Node.NotUnderstood($"{other.ToLowerInvariant().Replace('_', ' ')} in FROM"),
        };
    }

    private static Table ReadTable(Node node, string? alias, IReadOnlyList<string> columns)
    {
        var name = Identifier(node.Text("table_name")) ?? throw Node.NotUnderstood("a table without a name");
        if (node.Text("schema_name") is { } schema)
            throw new StatementRefusedException($"'{schema}.{name}' can't be read: tables have no schema here. The tables are events, titles and places.");
        node.Only("alias", "table_name", "column_name_alias");
        return new Table(name, alias, columns);
    }

    private static Relation ReadDerived(Node node, string? alias, IReadOnlyList<string> columns)
    {
        var query = ReadQuery(node.Required("subquery").Only("node").Required("node"));
        // DuckDB makes SELECT * FROM (VALUES …) of VALUES alone.
        if (query is { With: [], OrderBy: [], Limit: null, Offset: null, Body: Select { From: Values rows } select } && IsAll(select)) return new Values(rows.Rows, alias, columns);
        return new Derived(query, alias, columns);
    }

    private static bool IsAll(Select select) =>
        select is { Items: [{ Value: Star { Relation: null }, Alias: null }], Where: null, GroupBy: null, Having: null, Distinct: false };

    private static List<IReadOnlyList<Expression>> ReadRows(Node node) =>
        [.. node.Elements("values").Select(row => (IReadOnlyList<Expression>)[.. row.EnumerateArray().Select(value => ReadExpression(new Node(value)))])];

    private static Unnest ReadUnnest(Node node, string? alias, IReadOnlyList<string> columns)
    {
        var function = node.Required("function");
        var name = function.Text("function_name");
        if (!string.Equals(name, "unnest", StringComparison.OrdinalIgnoreCase) || function.Text("schema") is not (null or "main") || function.Text("catalog") is not null)
            throw new StatementRefusedException($"'{name}(…)' can't be read from: only the tables events, titles and places, and UNNEST(…), may stand in FROM.");
        function.Only("function_name", "schema", "children", "order_bys");
        return new Unnest([.. function.Children("children").Select(ReadExpression)], alias, columns);
    }

    private static Join ReadJoin(Node node)
    {
        var left = ReadRelation(node.Required("left")) ?? throw Node.NotUnderstood("a join without a left side");
        var right = ReadRelation(node.Required("right")) ?? throw Node.NotUnderstood("a join without a right side");
        var kind = (node.Text("ref_type"), node.Text("join_type")) switch
        {
            ("CROSS", _) => "CROSS",
            (null or "REGULAR", "INNER") => "INNER",
            (null or "REGULAR", "LEFT") => "LEFT",
            (null or "REGULAR", "RIGHT") => "RIGHT",
            (null or "REGULAR", "OUTER" or "FULL") => "FULL",
            var (reference, type) => throw Node.NotUnderstood($"a {reference} {type} join".ToLowerInvariant()),
        };
        return new Join(kind, left, right, ReadOptional(node, "condition"), Identifiers(node.Texts("using_columns")));
    }
}
