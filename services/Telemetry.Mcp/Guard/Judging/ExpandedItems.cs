using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>
/// How much a SELECT becomes when names of its own items are replaced by what they stand for, as DuckDB does while it binds: an item that
/// uses the one before it twice doubles, and no limit of time ends binding.
/// </summary>
internal static class ExpandedItems
{
    private const int Most = 5_000;

    public static void Judge(Query query)
    {
        foreach (var inner in Structure.Queries(query)) JudgeOne(inner);
    }

    private static void JudgeOne(Query query)
    {
        if (query.Body is not Select select) return;
        var sizes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var copied = 0;
        foreach (var item in select.Items)
        {
            var copies = CopiesIn(item.Value, sizes);
            copied = Bounded(copied + copies);
            if (item.Alias is { } alias) sizes[alias] = Structure.Nested(item.Value).Count() + copies;
        }

        foreach (var other in new[] { select.Where, select.Having }.OfType<Expression>().Concat(query.OrderBy.Select(item => item.Value)))
            copied = Bounded(copied + CopiesIn(other, sizes));
    }

    // A column of a table goes before an item of that name, which can't be told apart here: it counts a little too much.
    private static int CopiesIn(Expression expression, Dictionary<string, int> sizes) => Structure.Nested(expression).OfType<Column>()
        .Where(column => column.Relation is null).Aggregate(0, (sum, column) => Bounded(sum + sizes.GetValueOrDefault(column.Name)));

    private static int Bounded(int copied) => copied <= Most ? copied : throw new StatementRefusedException(
        $"The statement uses names of its own SELECT within one another: written out that makes more than {Most:N0} expressions. Compute each in a query of its own, such as SELECT b + b FROM (SELECT a + a AS b FROM …), or write less of them.");
}
