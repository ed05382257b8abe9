using System.Globalization;
using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Reading;

/// <summary>Expressions.</summary>
internal static partial class TreeReader
{
    private static readonly Dictionary<string, string> Comparisons = new(StringComparer.Ordinal)
    {
        ["COMPARE_EQUAL"] = "=",
        ["COMPARE_NOTEQUAL"] = "<>",
        ["COMPARE_LESSTHAN"] = "<",
        ["COMPARE_GREATERTHAN"] = ">",
        ["COMPARE_LESSTHANOREQUALTO"] = "<=",
        ["COMPARE_GREATERTHANOREQUALTO"] = ">=",
        ["COMPARE_DISTINCT_FROM"] = "IS DISTINCT FROM",
        ["COMPARE_NOT_DISTINCT_FROM"] = "IS NOT DISTINCT FROM",
    };

    private static Expression ReadExpression(Node node) => node.Type switch
    {
        "VALUE_CONSTANT" => ReadConstant(node.Only("alias", "value").Required("value")),
        "COLUMN_REF" => ReadColumn(node.Only("alias", "column_names")),
        "STAR" => new Star(Identifier(node.Only("alias", "relation_name").Text("relation_name"))),
        "FUNCTION" => ReadFunction(node),
        "OPERATOR_CAST" => ReadCast(node.Only("alias", "child", "cast_type", "try_cast")),
        "CASE_EXPR" => ReadCase(node.Only("alias", "case_checks", "else_expr")),
        "CONJUNCTION_AND" => new Logic(IsAnd: true, ReadChildren(node.Only("alias", "children"))),
        "CONJUNCTION_OR" => new Logic(IsAnd: false, ReadChildren(node.Only("alias", "children"))),
        "COMPARE_BETWEEN" => ReadBetween(node.Only("alias", "input", "lower", "upper")),
        "COMPARE_NOT_BETWEEN" => new Prefix("NOT", ReadBetween(node.Only("alias", "input", "lower", "upper"))),
        "COMPARE_IN" => ReadIn(node.Only("alias", "children"), negated: false),
        "COMPARE_NOT_IN" => ReadIn(node.Only("alias", "children"), negated: true),
        "OPERATOR_NOT" => new Prefix("NOT", ReadChildren(node.Only("alias", "children"))[0]),
        "OPERATOR_IS_NULL" => new IsNull(ReadChildren(node.Only("alias", "children"))[0], Negated: false),
        "OPERATOR_IS_NOT_NULL" => new IsNull(ReadChildren(node.Only("alias", "children"))[0], Negated: true),
        "OPERATOR_COALESCE" => new Call("coalesce", ReadChildren(node.Only("alias", "children"))),
        "OPERATOR_NULLIF" => new Call("nullif", ReadChildren(node.Only("alias", "children"))),
        "GROUPING_FUNCTION" => new Call("grouping", ReadChildren(node.Only("alias", "children"))),
        "ARRAY_CONSTRUCTOR" => new ArrayOf(ReadChildren(node.Only("alias", "children"))),
        "SUBQUERY" => ReadSubquery(node.Only("alias", "subquery_type", "subquery", "child", "comparison_type")),
        "LAMBDA" => throw Node.NotUnderstood("a lambda expression"),
        var type when Comparisons.TryGetValue(type, out var symbol) => ReadComparison(node.Only("alias", "left", "right"), symbol),
        var type when type.StartsWith("WINDOW_", StringComparison.Ordinal) => ReadWindow(node),
        var other => throw Node.NotUnderstood(other.ToLowerInvariant().Replace('_', ' ')),
    };

    private static List<Expression> ReadChildren(Node node, string name = "children") => [.. node.Children(name).Select(ReadExpression)];

    private static Column ReadColumn(Node node) => Identifiers(node.Texts("column_names")) switch
    {
        [var name] => new Column(Relation: null, name),
        [var relation, var name] => new Column(relation, name),
        var path => throw new StatementRefusedException($"'{string.Join('.', path)}' can't be read: a column is named 'column' or 'relation.column'."),
    };

    private static Infix ReadComparison(Node node, string symbol) =>
        new(symbol, ReadExpression(node.Required("left")), ReadExpression(node.Required("right")));

    private static Between ReadBetween(Node node) =>
        new(ReadExpression(node.Required("input")), ReadExpression(node.Required("lower")), ReadExpression(node.Required("upper")));

    private static In ReadIn(Node node, bool negated)
    {
        var operands = ReadChildren(node);
        return new In(operands[0], operands[1..], negated);
    }

    private static Case ReadCase(Node node)
    {
        var branches = node.Children("case_checks").Select(check =>
            (ReadExpression(check.Only("when_expr", "then_expr").Required("when_expr")), ReadExpression(check.Required("then_expr")))).ToList();
        var otherwise = ReadOptional(node, "else_expr");
        return new Case(branches, otherwise is Literal { Kind: LiteralKind.Null } ? null : otherwise);
    }

    private static Expression ReadCast(Node node)
    {
        var value = ReadExpression(node.Required("child"));
        var type = ReadType(node.Required("cast_type"));
        // DuckDB makes CAST('t' AS BOOLEAN) of TRUE.
        return (value, type) is (Literal { Kind: LiteralKind.Text, Text: "t" or "f" } truth, "boolean")
            ? new Literal(LiteralKind.Boolean, truth.Text == "t" ? "TRUE" : "FALSE")
            : new Cast(value, type, node.Flag("try_cast"));
    }

    private static string ReadType(Node type) => type.Value("id")?.GetString() switch
    {
        "BOOLEAN" => "boolean",
        "TINYINT" => "tinyint",
        "SMALLINT" => "smallint",
        "INTEGER" => "integer",
        "BIGINT" => "bigint",
        "FLOAT" => "real",
        "DOUBLE" => "double",
        "VARCHAR" => "varchar",
        "DATE" => "date",
        "TIMESTAMP" => "timestamp",
        "TIMESTAMP_S" => "timestamp(0)",
        "TIMESTAMP_MS" => "timestamp(3)",
        "TIMESTAMP WITH TIME ZONE" => "timestamp with time zone",
        "DECIMAL" when type.Child("type_info") is { } info => string.Create(
            CultureInfo.InvariantCulture, $"decimal({info.Value("width")?.GetInt32() ?? 18}, {info.Value("scale")?.GetInt32() ?? 0})"),
        var other => throw Node.NotUnderstood($"the type {other}"),
    };

    private static Expression ReadSubquery(Node node)
    {
        var query = ReadQuery(node.Required("subquery").Only("node").Required("node"));
        return node.Text("subquery_type") switch
        {
            "EXISTS" => new Exists(query, Negated: false),
            "NOT_EXISTS" => new Exists(query, Negated: true),
            "ANY" => new AnyOf(
                ReadExpression(node.Required("child")),
                node.Text("comparison_type") is "COMPARE_EQUAL" ? null : Comparisons.GetValueOrDefault(node.Text("comparison_type") ?? "") ?? throw Node.NotUnderstood("this ANY"),
                query),
            "SCALAR" or null => new Scalar(query),
            var other => throw Node.NotUnderstood($"a subquery of the kind {other}"),
        };
    }
}
