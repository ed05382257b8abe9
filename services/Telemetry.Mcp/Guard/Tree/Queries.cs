namespace Telemetry.Mcp.Guard.Tree;

/// <summary>A query with what goes around it.</summary>
internal sealed record Query(IReadOnlyList<CommonTable> With, QueryBody Body)
{
    public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];

    public long? Limit { get; init; }

    public long? Offset { get; init; }
}

/// <summary>An entry of WITH.</summary>
internal sealed record CommonTable(string Name, IReadOnlyList<string> Columns, Query Query);

internal abstract record QueryBody;

internal sealed record Select(IReadOnlyList<SelectItem> Items, Relation? From) : QueryBody
{
    public bool Distinct { get; init; }

    public Expression? Where { get; init; }

    public Grouping? GroupBy { get; init; }

    public Expression? Having { get; init; }
}

internal sealed record SelectItem(Expression Value, string? Alias);

/// <summary>GROUP BY; without sets, the expressions are the one set.</summary>
internal sealed record Grouping(IReadOnlyList<Expression> Expressions, IReadOnlyList<IReadOnlyList<int>>? Sets);

/// <summary>UNION, EXCEPT or INTERSECT.</summary>
internal sealed record SetOperation(string Operator, bool All, Query Left, Query Right) : QueryBody;

/// <summary>What stands in FROM.</summary>
internal abstract record Relation(string? Alias, IReadOnlyList<string> Columns);

/// <summary>A table of the lake or an entry of WITH.</summary>
internal sealed record Table(string Name, string? Alias, IReadOnlyList<string> Columns) : Relation(Alias, Columns);

internal sealed record Derived(Query Query, string? Alias, IReadOnlyList<string> Columns) : Relation(Alias, Columns);

internal sealed record Values(IReadOnlyList<IReadOnlyList<Expression>> Rows, string? Alias, IReadOnlyList<string> Columns) : Relation(Alias, Columns);

internal sealed record Unnest(IReadOnlyList<Expression> Arrays, string? Alias, IReadOnlyList<string> Columns) : Relation(Alias, Columns);

/// <summary>A join; kind is INNER, LEFT, RIGHT, FULL or CROSS.</summary>
internal sealed record Join(string Kind, Relation Left, Relation Right, Expression? On, IReadOnlyList<string> Using) : Relation(null, []);
