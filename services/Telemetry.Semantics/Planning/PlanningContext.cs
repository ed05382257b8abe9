using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Planning;

/// <summary>What a question is asked in: the clock, and what was said before.</summary>
/// <param name="Now">The present, which "today" and "last hour" refer to.</param>
public sealed record PlanningContext(DateTimeOffset Now)
{
    /// <summary>Plans of the session so far, oldest first: follow-ups change the last one, "undo" goes back to the one before.</summary>
    public IReadOnlyList<QueryPlan> Earlier { get; init; } = [];

    /// <summary>
    /// Filters that the dashboard shows, as dimension id → values; they hold for questions that say nothing of that dimension.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> BoundFilters { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Choices made in earlier clarifications of this session: ambiguous word → what was chosen.</summary>
    public IReadOnlyDictionary<string, string> Choices { get; init; } = new Dictionary<string, string>();
}
