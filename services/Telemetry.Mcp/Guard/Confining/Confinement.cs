using System.Globalization;
using Telemetry.Mcp.Guard.Judging;
using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Confining;

/// <summary>
/// Confines every read of events: to the tenants that may be seen, and to partitions of a bounded time. The table becomes a query with
/// those predicates, in the tree, so no spelling of the statement reaches around them.
/// </summary>
/// <param name="tenants">Tenants; empty for every one.</param>
/// <param name="oldest">First partition that a statement reads which names none.</param>
/// <param name="newest">Last one.</param>
internal sealed class Confinement(IReadOnlyList<string> tenants, DateOnly oldest, DateOnly newest)
{
    private static readonly Column EventDate = new(Relation: null, "event_date");

    public Query Confine(Query query) => new TreeMap(select => select.From is { } from
        ? select with { From = Confine(from, [.. Structure.Conjuncts(select.Where)]) }
        : select).Map(query);

    private Relation Confine(Relation relation, IReadOnlyList<Expression> where) => relation switch
    {
        Join join => join with { Left = Confine(join.Left, where), Right = Confine(join.Right, where) },
        Table table when table.Name.Equals(Vocabulary.Events, StringComparison.OrdinalIgnoreCase) => Confine(table, where),
        _ => relation,
    };

    private Relation Confine(Table table, IReadOnlyList<Expression> where)
    {
        List<Expression> predicates = [];
        if (tenants.Count > 0) predicates.Add(new In(new Column(Relation: null, "tenant_id"), [.. tenants.Select(Literal.Of)], Negated: false));
        var bounds = new PartitionBounds(table.Alias ?? table.Name, where);
        if (!bounds.NamesPartitions)
        {
            predicates.Add(new Between(EventDate, Date(bounds.First ?? oldest), Date(bounds.Last ?? newest)));
        }

        if (predicates.Count == 0) return table;
        var condition = predicates is [var only] ? only : new Logic(IsAnd: true, predicates);
        var select = new Select([new SelectItem(new Star(Relation: null), Alias: null)], table with { Alias = null, Columns = [] }) { Where = condition };
        return new Derived(new Query([], select), table.Alias ?? table.Name, table.Columns);
    }

    private static Literal Date(DateOnly date) => Literal.Of(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
