using System.Globalization;
using System.Text;
using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Writing;

/// <summary>
/// Writes a tree as a statement of Athena's dialect. What runs is written from what was judged: nothing of the original text is
/// left, no comment and no spelling of a character. This part: queries.
/// </summary>
internal sealed partial class AthenaWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>The statement, a clause a line.</summary>
    public static string Write(Query query)
    {
        var writer = new AthenaWriter();
        writer.WriteQuery(query);
        return writer._text.ToString();
    }

    private void WriteQuery(Query query)
    {
        if (query.With.Count > 0)
        {
            Add("WITH ");
            Join(query.With, table =>
            {
                Add(Names.Quote(table.Name));
                WriteColumns(table.Columns);
                Add(" AS ");
                InParentheses(table.Query);
            });
            Line();
        }

        WriteBody(query.Body);
        if (query.OrderBy.Count > 0) WriteOrderBy(query.OrderBy, "ORDER BY ", newLine: true);
        // In Trino's order.
        if (query.Offset is { } offset) Clause(string.Create(CultureInfo.InvariantCulture, $"OFFSET {offset}"));
        if (query.Limit is { } limit) Clause(string.Create(CultureInfo.InvariantCulture, $"LIMIT {limit}"));
    }

    private void WriteBody(QueryBody body)
    {
        switch (body)
        {
            case Select select:
                WriteSelect(select);
                break;
            case SetOperation operation:
                WriteOperand(operation.Left);
                Clause(operation.All ? $"{operation.Operator} ALL" : operation.Operator);
                Line();
                // Chains come nested to the right; of UNION ALL that means the same as the chain.
                if (operation is { Operator: "UNION", All: true, Right: { With: [], OrderBy: [], Limit: null, Offset: null, Body: SetOperation { Operator: "UNION", All: true } rest } })
                    WriteBody(rest);
                else
                    WriteOperand(operation.Right);
                break;
            default:
                throw new InvalidOperationException($"{body.GetType().Name} has no written form.");
        }
    }

    private void WriteOperand(Query query)
    {
        if (query is { With: [], OrderBy: [], Limit: null, Offset: null, Body: Select select }) WriteSelect(select);
        else InParentheses(query);
    }

    private void WriteSelect(Select select)
    {
        Add(select.Distinct ? "SELECT DISTINCT " : "SELECT ");
        Join(select.Items, item =>
        {
            WriteExpression(item.Value);
            if (item.Alias is { } alias) Add($" AS {Names.Quote(alias)}");
        });
        if (select.From is { } from)
        {
            Clause("FROM ");
            WriteRelation(from);
        }

        if (select.Where is { } where)
        {
            Clause("WHERE ");
            WriteExpression(where);
        }

        if (select.GroupBy is { } grouping) WriteGroupBy(grouping);
        if (select.Having is { } having)
        {
            Clause("HAVING ");
            WriteExpression(having);
        }
    }

    private void WriteGroupBy(Grouping grouping)
    {
        Clause("GROUP BY ");
        if (grouping.Sets is not { } sets)
        {
            Join(grouping.Expressions, WriteExpression);
            return;
        }

        Add("GROUPING SETS (");
        Join(sets, set =>
        {
            Add("(");
            Join(set, index => WriteExpression(grouping.Expressions[index]));
            Add(")");
        });
        Add(")");
    }

    private void WriteRelation(Relation relation)
    {
        switch (relation)
        {
            case Table table:
                Add(Names.Quote(table.Name));
                break;
            case Derived derived:
                InParentheses(derived.Query);
                break;
            case Values values:
                Add("(VALUES ");
                Join(values.Rows, row =>
                {
                    Add("(");
                    Join(row, WriteExpression);
                    Add(")");
                });
                Add(")");
                break;
            case Unnest unnest:
                Add("UNNEST(");
                Join(unnest.Arrays, WriteExpression);
                Add(")");
                break;
            case Tree.Join join:
                WriteJoin(join);
                return;
            default:
                throw new InvalidOperationException($"{relation.GetType().Name} has no written form.");
        }

        if (relation.Alias is not { } alias) return;
        Add($" AS {Names.Quote(alias)}");
        WriteColumns(relation.Columns);
    }

    private void WriteJoin(Tree.Join join)
    {
        WriteRelation(join.Left);
        Clause($"{(join.Kind is "INNER" ? "" : join.Kind + " ")}JOIN ");
        if (join.Right is Tree.Join)
        {
            Add("(");
            WriteRelation(join.Right);
            Add(")");
        }
        else
        {
            WriteRelation(join.Right);
        }

        if (join.Using.Count > 0)
        {
            Add(" USING");
            WriteColumns(join.Using);
        }
        else if (join.On is { } on)
        {
            Add(" ON ");
            WriteExpression(on);
        }
    }

    private void WriteColumns(IReadOnlyList<string> columns)
    {
        if (columns.Count > 0) Add($" ({string.Join(", ", columns.Select(Names.Quote))})");
    }

    private void WriteOrderBy(IReadOnlyList<OrderItem> items, string keyword, bool newLine)
    {
        if (newLine) Clause(keyword);
        else Add(keyword);
        Join(items, item =>
        {
            WriteExpression(item.Value);
            if (item.Descending) Add(" DESC");
            if (item.NullsFirst is { } first) Add(first ? " NULLS FIRST" : " NULLS LAST");
        });
    }

    private void InParentheses(Query query)
    {
        Add("(");
        _depth++;
        Line();
        WriteQuery(query);
        _depth--;
        Line();
        Add(")");
    }

    private void Clause(string text)
    {
        Line();
        Add(text);
    }

    private void Line() => _text.Append('\n').Append(' ', 2 * _depth);

    private void Add(string text) => _text.Append(text);

    private void Join<T>(IEnumerable<T> items, Action<T> write)
    {
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) Add(", ");
            isFirst = false;
            write(item);
        }
    }
}
