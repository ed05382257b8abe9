using System.Globalization;
using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Confining;

/// <summary>
/// What a WHERE says of the days that a read of events needs. A partition holds the events of one UTC day, so bounds of
/// <c>event_timestamp</c> are bounds of <c>event_date</c> too, which the engines don't know.
/// </summary>
internal sealed class PartitionBounds
{
    private readonly string _relation;

    /// <param name="relation">Name or alias under which events are read.</param>
    /// <param name="where">The conditions that all hold.</param>
    public PartitionBounds(string relation, IReadOnlyList<Expression> where)
    {
        _relation = relation;
        foreach (var condition in where) Take(condition);
    }

    /// <summary>The statement bounds <c>event_date</c> itself.</summary>
    public bool NamesPartitions { get; private set; }

    /// <summary>First day that it can need.</summary>
    public DateOnly? First { get; private set; }

    /// <summary>Last day that it can need.</summary>
    public DateOnly? Last { get; private set; }

    private void Take(Expression condition)
    {
        switch (condition)
        {
            case In { Negated: false } within when Is(within.Value, "event_date") && within.List.All(item => item is Literal):
            case Infix { Operator: "=" or ">" or ">=", Right: Literal or Cast { Value: Literal } } equal when Is(equal.Left, "event_date"):
            case Between { Low: Literal or Cast { Value: Literal } } range when Is(range.Value, "event_date"):
                NamesPartitions = true;
                break;
            case Infix { Operator: ">" or ">=" or "=" } above when Is(above.Left, "event_timestamp") && DayOf(above.Right) is { } day:
                First = Later(First, day);
                if (above.Operator is "=") Last = Earlier(Last, day);
                break;
            case Infix { Operator: "<" or "<=" } below when Is(below.Left, "event_timestamp") && DayOf(below.Right) is { } day:
                Last = Earlier(Last, day);
                break;
            case Between range when Is(range.Value, "event_timestamp") && DayOf(range.Low) is { } low && DayOf(range.High) is { } high:
                First = Later(First, low);
                Last = Earlier(Last, high);
                break;
        }
    }

    private bool Is(Expression expression, string column) =>
        expression is Column name
        && name.Name.Equals(column, StringComparison.OrdinalIgnoreCase)
        && (name.Relation is null || name.Relation.Equals(_relation, StringComparison.OrdinalIgnoreCase));

    private static DateOnly? DayOf(Expression expression) =>
        expression is Cast { Try: false, Type: "timestamp" or "timestamp(3)" or "date", Value: Literal { Kind: LiteralKind.Text, Text: { Length: >= 10 } text } }
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static DateOnly Later(DateOnly? one, DateOnly other) => one is { } day && day > other ? day : other;

    private static DateOnly Earlier(DateOnly? one, DateOnly other) => one is { } day && day < other ? day : other;
}
