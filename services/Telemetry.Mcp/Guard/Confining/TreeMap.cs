using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Confining;

/// <summary>Makes a tree anew with each SELECT replaced, those within expressions and relations included.</summary>
internal sealed class TreeMap(Func<Select, Select> replace)
{
    public Query Map(Query query) => query with
    {
        With = [.. query.With.Select(table => table with { Query = Map(table.Query) })],
        Body = query.Body switch
        {
            SetOperation operation => operation with { Left = Map(operation.Left), Right = Map(operation.Right) },
            Select select => replace(MapParts(select)),
            var other => other,
        },
        OrderBy = Map(query.OrderBy),
    };

    private Select MapParts(Select select) => select with
    {
        Items = [.. select.Items.Select(item => item with { Value = Map(item.Value) })],
        From = select.From is { } from ? Map(from) : null,
        Where = Optional(select.Where),
        GroupBy = select.GroupBy is { } grouping ? grouping with { Expressions = Map(grouping.Expressions) } : null,
        Having = Optional(select.Having),
    };

    private Relation Map(Relation relation) => relation switch
    {
        Derived derived => derived with { Query = Map(derived.Query) },
        Values values => values with { Rows = [.. values.Rows.Select(Map)] },
        Unnest unnest => unnest with { Arrays = Map(unnest.Arrays) },
        Join join => join with { Left = Map(join.Left), Right = Map(join.Right), On = Optional(join.On) },
        _ => relation,
    };

    private Expression Map(Expression expression) => expression switch
    {
        Call call => Map(call),
        // Its frame has constants only (TreeReader), so no query can hide there.
        Windowed windowed => windowed with { Function = Map(windowed.Function), PartitionBy = Map(windowed.PartitionBy), OrderBy = Map(windowed.OrderBy) },
        Infix infix => infix with { Left = Map(infix.Left), Right = Map(infix.Right) },
        Prefix prefix => prefix with { Operand = Map(prefix.Operand) },
        Logic logic => logic with { Operands = Map(logic.Operands) },
        Between between => new Between(Map(between.Value), Map(between.Low), Map(between.High)),
        In within => within with { Value = Map(within.Value), List = Map(within.List) },
        IsNull test => test with { Value = Map(test.Value) },
        Like like => like with { Value = Map(like.Value), Pattern = Map(like.Pattern), Escape = Optional(like.Escape) },
        Case branches => new Case([.. branches.Branches.Select(branch => (Map(branch.When), Map(branch.Then)))], Optional(branches.Else)),
        Cast cast => cast with { Value = Map(cast.Value) },
        AtTimeZone zoned => zoned with { Value = Map(zoned.Value) },
        Extract extract => extract with { Value = Map(extract.Value) },
        ArrayOf array => new ArrayOf(Map(array.Items)),
        Scalar scalar => new Scalar(Map(scalar.Query)),
        Exists exists => exists with { Query = Map(exists.Query) },
        AnyOf any => any with { Value = Map(any.Value), Query = Map(any.Query) },
        Literal or Column or Star or Interval => expression,
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is not known to TreeMap."),
    };

    private Call Map(Call call) => call with { Arguments = Map(call.Arguments), Filter = Optional(call.Filter), OrderBy = Map(call.OrderBy) };

    private List<Expression> Map(IReadOnlyList<Expression> expressions) => [.. expressions.Select(Map)];

    private List<OrderItem> Map(IReadOnlyList<OrderItem> items) => [.. items.Select(item => item with { Value = Map(item.Value) })];

    private Expression? Optional(Expression? expression) => expression is null ? null : Map(expression);
}
