using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>How much a statement may hold.</summary>
internal static class Limits
{
    private const int MostQueries = 100;
    private const int MostRelations = 64;
    private const int MostScansOfEvents = 16;
    private const int MostExpressions = 10_000;
    private const int MostColumns = 500;
    private const int MostGroupingSets = 32;
    private const int MostSubqueryDepth = 16;

    public static void Judge(Query query)
    {
        Check(Structure.Queries(query).Take(MostQueries + 1).Count(), MostQueries, "queries");
        var relations = Structure.Relations(query).ToList();
        Check(relations.Count, MostRelations, "tables and joins");
        Check(relations.OfType<Table>().Count(table => table.Name.Equals(Vocabulary.Events, StringComparison.OrdinalIgnoreCase)), MostScansOfEvents, "reads of events");
        Check(Structure.Expressions(query).Take(MostExpressions + 1).Count(), MostExpressions, "expressions");
        Check(DepthOf(query), MostSubqueryDepth, "queries within queries");
        foreach (var select in Structure.Queries(query).Select(inner => inner.Body).OfType<Select>())
        {
            Check(select.Items.Count, MostColumns, "columns");
            Check(select.GroupBy?.Sets?.Count ?? 1, MostGroupingSets, "grouping sets");
        }

        // Before the estimates, which follow names to what they stand for.
        ExpandedReads.Judge(query);
    }

    private static int DepthOf(Query query)
    {
        // Chains of UNION are long, not deep.
        var inner = query.Body is SetOperation ? Structure.Direct(query).Where(direct => direct.Body is not SetOperation) : Structure.Direct(query);
        return 1 + inner.Select(DepthOf).DefaultIfEmpty(0).Max();
    }

    private static void Check(int count, int most, string what)
    {
        if (count > most) throw new StatementRefusedException($"The statement has {(what is "expressions" or "queries" ? $"more than {most:N0}" : $"{count:N0}")} {what}; at most {most:N0} are allowed.");
    }
}
