using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>
/// How many tables and constants a statement reads when every use of a WITH name is written out, as the engines do while they plan:
/// a name that uses the one before it twice doubles what is planned and read, and no engine's limit of time ends its planning.
/// </summary>
internal static class ExpandedReads
{
    private const int Most = 100;

    // Further than this nobody wants to know; it also keeps sums of sums within an integer.
    private const int Countable = 1_000_000;

    public static void Judge(Query query)
    {
        var reads = Of(query, new(StringComparer.OrdinalIgnoreCase));
        if (reads <= Most) return;
        var found = reads == Countable ? $"{Countable:N0} or more" : $"{reads:N0}";
        throw new StatementRefusedException(
            $"The statement makes {found} reads once every use of a WITH name is written out; at most {Most:N0} are allowed. Use each WITH name once or twice, and not in names that are used several times themselves.");
    }

    /// <param name="query">Whose reads are counted.</param>
    /// <param name="outer">What a use of a WITH name around it costs: each name is counted once, where it is defined.</param>
    private static int Of(Query query, Dictionary<string, int> outer)
    {
        var names = outer;
        if (query.With.Count > 0)
        {
            names = new(outer, outer.Comparer);
            foreach (var table in query.With) names[table.Name] = Of(table.Query, names);
        }

        var body = query.Body switch
        {
            SetOperation operation => Sum([Of(operation.Left, names), Of(operation.Right, names)]),
            Select { From: { } from } => Sum(Structure.Flatten(from).Select(relation => Of(relation, names))),
            _ => 1,
        };
        return Sum(Structure.Own(query).SelectMany(Structure.Nested).Select(Structure.QueryIn).OfType<Query>().Select(inner => Of(inner, names)).Prepend(body));
    }

    private static int Of(Relation relation, Dictionary<string, int> names) => relation switch
    {
        Join => 0, // its sides are counted
        Table table => names.GetValueOrDefault(table.Name, 1),
        Derived derived => Of(derived.Query, names),
        _ => 1,
    };

    private static int Sum(IEnumerable<int> reads) => reads.Aggregate(0, (sum, more) => Math.Min(Countable, sum + more));
}
