namespace Telemetry.Mcp.Guard.Tree;

/// <summary>An expression. Only what both engines understand has a form here.</summary>
internal abstract record Expression;

/// <summary>A number as it is written, a string, a truth value or null.</summary>
internal sealed record Literal(LiteralKind Kind, string Text) : Expression
{
    public static Literal Of(string text) => new(LiteralKind.Text, text);

    public static Literal Of(int number) => new(LiteralKind.Number, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

internal enum LiteralKind
{
    Number,
    Text,
    Boolean,
    Null,
}

/// <summary>A column, perhaps with the name of its relation.</summary>
internal sealed record Column(string? Relation, string Name) : Expression;

/// <summary><c>*</c> or <c>e.*</c>.</summary>
internal sealed record Star(string? Relation) : Expression;

/// <summary>A function by its Trino name; <c>count</c> without arguments is <c>count(*)</c>.</summary>
internal sealed record Call(string Name, IReadOnlyList<Expression> Arguments) : Expression
{
    public bool Distinct { get; init; }

    public Expression? Filter { get; init; }

    public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];
}

/// <summary>A window over a call.</summary>
internal sealed record Windowed(Call Function, IReadOnlyList<Expression> PartitionBy, IReadOnlyList<OrderItem> OrderBy, WindowFrame? Frame) : Expression;

/// <summary>The frame of a window: <c>ROWS BETWEEN start AND end</c>.</summary>
internal sealed record WindowFrame(string Unit, FrameBound Start, FrameBound End);

/// <summary>A bound of a frame, such as <c>CURRENT ROW</c>, with the distance when it has one.</summary>
internal sealed record FrameBound(string Kind, Expression? Distance);

/// <summary>Arithmetic, concatenation or a comparison.</summary>
internal sealed record Infix(string Operator, Expression Left, Expression Right) : Expression;

/// <summary><c>NOT</c> or a sign.</summary>
internal sealed record Prefix(string Operator, Expression Operand) : Expression;

/// <summary>Two or more operands of AND or OR.</summary>
internal sealed record Logic(bool IsAnd, IReadOnlyList<Expression> Operands) : Expression;

internal sealed record Between(Expression Value, Expression Low, Expression High) : Expression;

internal sealed record In(Expression Value, IReadOnlyList<Expression> List, bool Negated) : Expression;

internal sealed record IsNull(Expression Value, bool Negated) : Expression;

internal sealed record Like(Expression Value, Expression Pattern, Expression? Escape, bool Negated) : Expression;

internal sealed record Case(IReadOnlyList<(Expression When, Expression Then)> Branches, Expression? Else) : Expression;

internal sealed record Cast(Expression Value, string Type, bool Try) : Expression;

/// <summary><c>INTERVAL '5' MINUTE</c>.</summary>
internal sealed record Interval(string Amount, string Unit) : Expression;

internal sealed record AtTimeZone(Expression Value, string Zone) : Expression;

internal sealed record Extract(string Field, Expression Value) : Expression;

internal sealed record ArrayOf(IReadOnlyList<Expression> Items) : Expression;

/// <summary>A query that gives one value.</summary>
internal sealed record Scalar(Query Query) : Expression;

internal sealed record Exists(Query Query, bool Negated) : Expression;

/// <summary><c>x IN (SELECT …)</c> when the operator is null, else <c>x &lt; ANY (SELECT …)</c>.</summary>
internal sealed record AnyOf(Expression Value, string? Operator, Query Query) : Expression;

/// <summary>An item of ORDER BY.</summary>
internal sealed record OrderItem(Expression Value, bool Descending, bool? NullsFirst);
