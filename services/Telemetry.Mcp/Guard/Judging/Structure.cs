using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>What a tree is made of, for rules that look at all of it.</summary>
internal static class Structure
{
    /// <summary>The query and every query in it, the outer one first.</summary>
    public static IEnumerable<Query> Queries(Query query)
    {
        yield return query;
        foreach (var inner in Direct(query).SelectMany(Queries)) yield return inner;
    }

    /// <summary>Every relation of every query.</summary>
    public static IEnumerable<Relation> Relations(Query query) =>
        Queries(query).Select(inner => (inner.Body as Select)?.From).OfType<Relation>().SelectMany(Flatten);

    /// <summary>Every expression of every query, those within expressions included.</summary>
    public static IEnumerable<Expression> Expressions(Query query) => Queries(query).SelectMany(Own).SelectMany(Nested);

    /// <summary>A relation and, when it is a join, its sides.</summary>
    public static IEnumerable<Relation> Flatten(Relation relation) =>
        relation is Join join ? [join, .. Flatten(join.Left), .. Flatten(join.Right)] : [relation];

    /// <summary>An expression and those within it, up to the queries in it.</summary>
    public static IEnumerable<Expression> Nested(Expression expression)
    {
        yield return expression;
        foreach (var inner in Parts(expression).SelectMany(Nested)) yield return inner;
    }

    /// <summary>Expressions that stand directly in an expression.</summary>
    public static IEnumerable<Expression> Parts(Expression expression) => expression switch
    {
        Call call => [.. call.Arguments, .. Optional(call.Filter), .. call.OrderBy.Select(item => item.Value)],
        Windowed windowed =>
        [
            windowed.Function, .. windowed.PartitionBy, .. windowed.OrderBy.Select(item => item.Value),
            .. Optional(windowed.Frame?.Start.Distance), .. Optional(windowed.Frame?.End.Distance),
        ],
        Infix infix => [infix.Left, infix.Right],
        Prefix prefix => [prefix.Operand],
        Logic logic => logic.Operands,
        Between between => [between.Value, between.Low, between.High],
        In within => [within.Value, .. within.List],
        IsNull test => [test.Value],
        Like like => [like.Value, like.Pattern, .. Optional(like.Escape)],
        Case branches => [.. branches.Branches.SelectMany(branch => new[] { branch.When, branch.Then }), .. Optional(branches.Else)],
        Cast cast => [cast.Value],
        AtTimeZone zoned => [zoned.Value],
        Extract extract => [extract.Value],
        ArrayOf array => array.Items,
        AnyOf any => [any.Value],
        _ => [],
    };

    /// <summary>The query that stands directly in an expression.</summary>
    public static Query? QueryIn(Expression expression) => expression switch
    {
        Scalar scalar => scalar.Query,
        Exists exists => exists.Query,
        AnyOf any => any.Query,
        _ => null,
    };

    /// <summary>Expressions that a query has itself: not those of queries within it.</summary>
    public static IEnumerable<Expression> Own(Query query) => query.OrderBy.Select(item => item.Value).Concat(query.Body is not Select select
        ? []
        :
        [
            .. select.Items.Select(item => item.Value), .. Optional(select.Where), .. Optional(select.Having), .. select.GroupBy?.Expressions ?? [],
            .. (select.From is { } from ? Flatten(from) : []).SelectMany(OwnOf),
        ]);

    /// <summary>Operands of the ANDs at the top of a condition.</summary>
    public static IEnumerable<Expression> Conjuncts(Expression? condition) => condition switch
    {
        null => [],
        Logic { IsAnd: true } logic => logic.Operands.SelectMany(Conjuncts),
        _ => [condition],
    };

    /// <summary>Queries that stand directly in a query.</summary>
    public static IEnumerable<Query> Direct(Query query) =>
        query.With.Select(table => table.Query)
            .Concat(query.Body switch
            {
                SetOperation operation => [operation.Left, operation.Right],
                Select { From: { } from } => Flatten(from).OfType<Derived>().Select(derived => derived.Query),
                _ => [],
            })
            .Concat(Own(query).SelectMany(Nested).Select(QueryIn).OfType<Query>());

    private static IEnumerable<Expression> OwnOf(Relation relation) => relation switch
    {
        Join join => Optional(join.On),
        Unnest unnest => unnest.Arrays,
        Values values => values.Rows.SelectMany(row => row),
        _ => [],
    };

    private static IEnumerable<Expression> Optional(Expression? expression) => expression is null ? [] : [expression];
}
