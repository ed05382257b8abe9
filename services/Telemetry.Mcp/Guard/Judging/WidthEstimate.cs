using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>
/// An upper bound of the bytes that one value may take: texts that are joined to themselves again and again, or replaced by longer
/// ones, would fill the engine's memory with a handful of rows.
/// </summary>
internal static class WidthEstimate
{
    private const long MostBytes = 1_000_000;
    private const long ColumnBytes = 256;

    // An array that an aggregate collects, in values.
    private const long Collected = 1_000;

    public static void Judge(Query query) => Of(query, new(StringComparer.OrdinalIgnoreCase), ColumnBytes);

    // The widest value that comes out.
    private static long Of(Query query, Dictionary<string, long> outer, long around)
    {
        var tables = outer;
        if (query.With.Count > 0)
        {
            tables = new(outer, outer.Comparer);
            foreach (var table in query.With) tables[table.Name] = Of(table.Query, tables, around);
        }

        return query.Body switch
        {
            SetOperation operation => Math.Max(Of(operation.Left, tables, around), Of(operation.Right, tables, around)),
            Select select => OfSelect(select, query.OrderBy, tables, around),
            _ => ColumnBytes,
        };
    }

    private static long OfSelect(Select select, IReadOnlyList<OrderItem> orderBy, Dictionary<string, long> tables, long around)
    {
        var column = Math.Max(around, select.From is { } from ? Structure.Flatten(from).Max(relation => OfRelation(relation, tables, around)) : ColumnBytes);
        var widest = 0L;
        // An item may name the one before it (DuckDB allows that), so each is as wide as those before it may be.
        foreach (var item in select.Items) widest = Math.Max(widest, Of(item.Value, tables, Math.Max(column, widest)));
        IEnumerable<Expression?> others = [select.Where, select.Having, .. select.GroupBy?.Expressions ?? [], .. orderBy.Select(item => item.Value)];
        foreach (var other in others.OfType<Expression>()) Of(other, tables, Math.Max(column, widest));
        return widest;
    }

    private static long OfRelation(Relation relation, Dictionary<string, long> tables, long around) => relation switch
    {
        Table table => tables.GetValueOrDefault(table.Name, ColumnBytes),
        Derived derived => Of(derived.Query, tables, around),
        Values values => values.Rows.SelectMany(row => row).Select(value => Of(value, tables, around)).DefaultIfEmpty(0).Max(),
        Unnest unnest => unnest.Arrays.Select(value => Of(value, tables, around)).DefaultIfEmpty(0).Max(),
        Join { On: { } on } => Of(on, tables, around),
        _ => 0,
    };

    private static long Of(Expression expression, Dictionary<string, long> tables, long column)
    {
        if (Structure.QueryIn(expression) is { } query) return Math.Max(Of(query, tables, column), expression is AnyOf any ? Of(any.Value, tables, column) : 0);
        var parts = Structure.Parts(expression).Select(part => Of(part, tables, column)).ToList();
        var widest = parts.Count == 0 ? 0 : parts.Max();
        return Bounded(expression switch
        {
            Column or Star => column,
            Literal literal => literal.Text.Length * 4L,
            Infix { Operator: "||" } or Call { Name: "concat" } => parts.Sum(),
            Call { Name: "concat_ws" } => parts.Skip(1).Sum() + (parts[0] * parts.Count),
            // Each character may become the replacement.
            Call { Name: "replace", Arguments: [_, _, _] } call => parts[0] * Math.Max(1, parts[2] / Math.Max(1, call.Arguments[1] is Literal { Text.Length: > 0 } of ? of.Text.Length * 4 : 4)),
            Call { Name: "lpad" or "rpad", Arguments: [_, Literal length, _] } => (long.TryParse(length.Text, out var characters) ? characters : MostBytes) * 4,
            Call { Name: "sequence" } sequence => (Functions.LengthOfSequence(sequence) ?? Collected) * 8,
            Call { Name: "array_agg" } => parts[0] * Collected,
            _ => Math.Max(widest, 32),
        });
    }

    private static long Bounded(long bytes) => bytes <= MostBytes ? bytes : throw new StatementRefusedException(
        "The statement makes texts or arrays of more than a million bytes each; join or replace fewer texts.");
}
