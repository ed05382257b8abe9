using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Reading;

/// <summary>Functions, and the forms that DuckDB's parser turns into functions of its own: they become what was written again.</summary>
internal static partial class TreeReader
{
    private static readonly Dictionary<string, string> IntervalUnits = new(StringComparer.Ordinal)
    {
        ["to_years"] = "YEAR",
        ["to_months"] = "MONTH",
        ["to_weeks"] = "WEEK",
        ["to_days"] = "DAY",
        ["to_hours"] = "HOUR",
        ["to_minutes"] = "MINUTE",
        ["to_seconds"] = "SECOND",
    };

    private static Expression ReadFunction(Node node)
    {
        var name = (node.Text("function_name") ?? throw Node.NotUnderstood("a function without a name")).ToLowerInvariant();
        if (node.Text("schema") is not (null or "main") || node.Text("catalog") is not null)
            throw new StatementRefusedException($"'{node.Text("schema")}.{name}' can't be called: functions are named without a schema.");
        node.Only("alias", "function_name", "schema", "children", "order_bys", "distinct", "is_operator", "filter");
        var isOperator = node.Flag("is_operator");
        var arguments = ReadChildren(node);
        return (name, arguments) switch
        {
            ("~~", [var value, var pattern]) when isOperator => new Like(value, pattern, Escape: null, Negated: false),
            ("!~~", [var value, var pattern]) when isOperator => new Like(value, pattern, Escape: null, Negated: true),
            ("+" or "-" or "*" or "/" or "%" or "||", [var left, var right]) when isOperator => new Infix(name, left, right),
            ("+" or "-", [var operand]) when isOperator => new Prefix(name, operand),
            _ when isOperator => throw new StatementRefusedException(name is "~~*" or "!~~*"
                ? "ILIKE isn't in Athena's dialect; write lower(x) LIKE 'pattern'."
                : $"The operator {name} isn't in Athena's dialect; use +, -, *, /, %, ||, comparisons, LIKE, IN, BETWEEN."),
            ("like_escape", [var value, var pattern, var escape]) => new Like(value, pattern, escape, Negated: false),
            ("not_like_escape", [var value, var pattern, var escape]) => new Like(value, pattern, escape, Negated: true),
            ("timezone", [Literal { Kind: LiteralKind.Text } zone, var value]) => new AtTimeZone(value, zone.Text),
            ("timezone", _) => throw new StatementRefusedException("AT TIME ZONE takes a text, such as 'Europe/Berlin'; for a column write at_timezone(x, zone)."),
            ("date_part", [Literal { Kind: LiteralKind.Text } field, var value]) => new Extract(field.Text.ToLowerInvariant(), value),
            ("position", [var text, var part]) => new Call("strpos", [text, part]),
            ("list_value", _) => new ArrayOf(arguments),
            ("count_star", []) => ReadCall("count", [], node),
            _ when IntervalUnits.TryGetValue(name, out var unit) => ReadInterval(arguments, unit),
            _ => ReadCall(name, arguments, node),
        };
    }

    private static Call ReadCall(string name, IReadOnlyList<Expression> arguments, Node node) => new(name, arguments)
    {
        Distinct = node.Flag("distinct"),
        Filter = ReadOptional(node, "filter"),
        OrderBy = node.Child("order_bys") is { } orders ? ReadOrders(orders.Only("orders")) : [],
    };

    // INTERVAL '5' MINUTE comes as to_minutes(CAST(trunc(CAST('5' AS DOUBLE)) AS BIGINT)).
    private static Interval ReadInterval(IReadOnlyList<Expression> arguments, string unit)
    {
        var amount = arguments is [var only] ? only : null;
        while (amount is Cast or Call { Name: "trunc", Arguments: [_] }) amount = amount is Cast cast ? cast.Value : ((Call)amount).Arguments[0];
        if (amount is not Literal { Kind: LiteralKind.Number or LiteralKind.Text } literal
            || !int.TryParse(literal.Text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var count))
            throw new StatementRefusedException($"An interval must be a whole number, such as INTERVAL '5' {unit}; for a computed one write date_add('{unit.ToLowerInvariant()}', n, x).");
        // Athena has no weeks.
        return unit is "WEEK" ? new Interval($"{checked(count * 7L)}", "DAY") : new Interval($"{count}", unit);
    }

    private static Windowed ReadWindow(Node node)
    {
        node.Only(
            "alias", "function_name", "children", "partitions", "orders", "start", "end", "start_expr", "end_expr",
            "offset_expr", "default_expr", "filter_expr", "distinct");
        var name = (node.Text("function_name") ?? throw Node.NotUnderstood("a window function without a name")).ToLowerInvariant();
        var arguments = ReadChildren(node);
        if (ReadOptional(node, "offset_expr") is { } offset) arguments.Add(offset);
        if (ReadOptional(node, "default_expr") is { } otherwise) arguments.Add(otherwise);
        var function = new Call(name is "count_star" ? "count" : name, arguments) { Distinct = node.Flag("distinct"), Filter = ReadOptional(node, "filter_expr") };
        return new Windowed(function, ReadChildren(node, "partitions"), ReadOrders(node), ReadFrame(node));
    }

    private static WindowFrame? ReadFrame(Node node)
    {
        var (start, end) = (node.Text("start") ?? "UNBOUNDED_PRECEDING", node.Text("end") ?? "CURRENT_ROW_RANGE");
        if ((start, end) is ("UNBOUNDED_PRECEDING", "CURRENT_ROW_RANGE")) return null; // what no frame means
        var unit = new[] { start, end }.Select(bound => bound[(bound.LastIndexOf('_') + 1)..]).FirstOrDefault(last => last is "ROWS" or "RANGE" or "GROUPS") ?? "ROWS";
        return new WindowFrame(unit, ReadBound(start, ReadOptional(node, "start_expr")), ReadBound(end, ReadOptional(node, "end_expr")));
    }

    private static FrameBound ReadBound(string bound, Expression? distance) => bound switch
    {
        "UNBOUNDED_PRECEDING" => new("UNBOUNDED PRECEDING", null),
        "UNBOUNDED_FOLLOWING" => new("UNBOUNDED FOLLOWING", null),
        _ when bound.StartsWith("CURRENT_ROW", StringComparison.Ordinal) => new("CURRENT ROW", null),
        _ when distance is not (null or Literal or Interval) => throw new StatementRefusedException("The distance of a window frame must be a constant, such as 24 PRECEDING."),
        _ when bound.StartsWith("EXPR_PRECEDING", StringComparison.Ordinal) && distance is not null => new("PRECEDING", distance),
        _ when bound.StartsWith("EXPR_FOLLOWING", StringComparison.Ordinal) && distance is not null => new("FOLLOWING", distance),
        _ => throw Node.NotUnderstood("this window frame"),
    };
}
