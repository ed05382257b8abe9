namespace Telemetry.Semantics.Plans;

/// <summary>
/// A question, understood: what is measured, by what, of which rows, when, and what is done with it. It is what caches, history,
/// links and pinned tiles hold; SQL is made from it.
/// </summary>
public sealed record QueryPlan
{
    /// <summary>Version of this shape; plans of another version are not run. Now: 1.</summary>
    public int Version { get; init; } = 1;
}
