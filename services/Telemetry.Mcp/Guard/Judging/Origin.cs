using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>The column of the lake that a column of a query comes from unchanged.</summary>
/// <param name="Column">Its name in the lake, whatever it is called on the way.</param>
/// <param name="Times">How many sides of UNIONs give it: their values add up.</param>
internal readonly record struct Origin(string Column, int Times)
{
    /// <summary>Follows an expression of a select down to the lake; null when it is computed on the way, or when that can't be told.</summary>
    /// <param name="expression">What stands in it.</param>
    /// <param name="select">Where it stands.</param>
    /// <param name="made">Entries of WITH, which hide tables of the lake.</param>
    public static Origin? Of(Expression expression, Select select, IReadOnlyDictionary<string, RowEstimate.Made> made)
    {
        if (expression is not Column column || select.From is not { } from) return null;
        var relations = Structure.Flatten(from).Where(relation => relation is not Join).ToList();
        var named = column.Relation is null ? relations : [.. relations.Where(relation => string.Equals(relation.Alias ?? (relation as Table)?.Name, column.Relation, StringComparison.OrdinalIgnoreCase))];
        if (named is not [{ Columns.Count: 0 } relation]) return null;
        return relation switch
        {
            Table table when made.TryGetValue(table.Name, out var entry) => entry.Table.Columns.Count > 0 ? null : Within(entry.Table.Query, column.Name, entry.Before),
            Table => new Origin(column.Name, 1),
            Derived derived => Within(derived.Query, column.Name, made),
            _ => null,
        };
    }

    private static Origin? Within(Query query, string name, IReadOnlyDictionary<string, RowEstimate.Made> made) => query.With.Count > 0 ? null : query.Body switch
    {
        Select select => Item(select, name) is { } item ? Of(item, select, made) : null,
        SetOperation operation => Within(operation.Left, name, made) is { } left && Within(operation.Right, name, made) is { } right && left.Column == right.Column
            ? left with { Times = left.Times + right.Times } : null,
        _ => null,
    };

    // What a select calls by that name; a star hands on all that there is.
    private static Expression? Item(Select select, string name)
    {
        if (select.Items is [{ Value: Star star }]) return new Column(star.Relation, name);
        var items = select.Items.Where(item => string.Equals(item.Alias ?? (item.Value as Column)?.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return items is [var only] ? only.Value : null;
    }
}
