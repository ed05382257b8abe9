using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>Every table is one of the lake or of WITH, and every column one of those tables or named in the statement.</summary>
internal static class NameRules
{
    public static void Judge(Query query)
    {
        JudgeTables(query, []);
        var columns = Structure.Queries(query).SelectMany(Named).Concat(Structure.Relations(query).SelectMany(relation => relation.Columns))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var used = Structure.Expressions(query).OfType<Column>()
            .Select(column => column.Relation is null && Vocabulary.PresentTimes.Contains(column.Name) ? null : column.Name)
            .Concat(Structure.Relations(query).OfType<Join>().SelectMany(join => join.Using));
        foreach (var name in used)
        {
            if (name is not null && !Vocabulary.Columns.Contains(name) && !columns.Contains(name))
                throw new StatementRefusedException($"There is no column '{Shown(name)}'. describe_table tells the columns of events, titles and places.");
        }
    }

    private static IEnumerable<string> Named(Query query) =>
        (query.Body is Select select ? select.Items.Select(item => item.Alias).OfType<string>() : []).Concat(query.With.SelectMany(table => table.Columns));

    private static void JudgeTables(Query query, IEnumerable<string> visible)
    {
        var scope = visible.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var table in query.With)
        {
            if (Vocabulary.Tables.ContainsKey(table.Name))
                throw new StatementRefusedException($"WITH may not take the name of the table '{table.Name}'; give it another one.");
            JudgeTables(table.Query, scope);
            if (!scope.Add(table.Name) && query.With.Count(other => other.Name.Equals(table.Name, StringComparison.OrdinalIgnoreCase)) > 1)
                throw new StatementRefusedException($"WITH names '{table.Name}' twice; give one of them another name.");
        }

        switch (query.Body)
        {
            case SetOperation operation:
                JudgeTables(operation.Left, scope);
                JudgeTables(operation.Right, scope);
                break;
            case Select { From: { } from }:
                foreach (var relation in Structure.Flatten(from))
                {
                    if (relation is Table table && !Vocabulary.Tables.ContainsKey(table.Name) && !scope.Contains(table.Name))
                        throw new StatementRefusedException($"There is no table '{Shown(table.Name)}'. The tables are events, titles and places.");
                    if (relation is Derived derived) JudgeTables(derived.Query, scope);
                }

                break;
        }

        foreach (var inner in Structure.Own(query).SelectMany(Structure.Nested).Select(Structure.QueryIn).OfType<Query>()) JudgeTables(inner, scope);
    }

    private static string Shown(string name) => name.Length <= 60 ? name : $"{name[..60]}…";
}
