namespace Telemetry.Semantics.Plans;

/// <summary>
/// A question, understood: what is measured, by what, of which rows, when, and what is done with it. It is what caches, history,
/// links and pinned tiles hold; SQL is made from it.
/// </summary>
public sealed record QueryPlan
{
    /// <summary>The version of this shape that is written and run.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of this shape; plans of another version are not run. Now: 1.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What is done with the measures.</summary>
    public Analysis Analysis { get; init; }

    /// <summary>
    /// What is measured, in the order of the result's columns. A correlation has exactly two; a list of titles may have none.
    /// </summary>
    public IReadOnlyList<PlanMeasure> Measures { get; init; } = [];

    /// <summary>Ids of the dimensions that rows are grouped by, in the order of the result's columns.</summary>
    public IReadOnlyList<string> Dimensions { get; init; } = [];

    /// <summary>Which rows count; all of them have to hold.</summary>
    public IReadOnlyList<PlanFilter> Filters { get; init; } = [];

    /// <summary>When; null for facts about titles.</summary>
    public PlanPeriod? Time { get; init; }

    /// <summary>Periods that <see cref="Time"/> is held against.</summary>
    public IReadOnlyList<PlanPeriod> CompareWith { get; init; } = [];

    /// <summary>Length of time buckets, when the answer is a series.</summary>
    public PlanGrain? Grain { get; init; }

    /// <summary>IANA name of the zone whose days and hours are meant; null for UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>
    /// The part whose share is asked for; empty when the groups' shares are. Only with <see cref="Plans.Analysis.Share"/>.
    /// </summary>
    public IReadOnlyList<PlanFilter> Part { get; init; } = [];

    /// <summary>Limits that a group's measures have to keep.</summary>
    public IReadOnlyList<PlanThreshold> Thresholds { get; init; } = [];

    /// <summary>Ranking by the first measure; null for the natural order.</summary>
    public PlanOrder? Order { get; init; }

    /// <summary>Rows wanted, 1 to 1,000; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>
    /// Rows of the ranking to pass over before the first one wanted, 1 to 1,000: 1 for "the second busiest". Null for none.
    /// </summary>
    public int? Skip { get; init; }

    /// <summary>
    /// Of one of <see cref="Dimensions"/>, the values that rows are made of; all its other values together are one row, "other". Null
    /// for a row of every value.
    /// </summary>
    public PlanApart? Apart { get; init; }

    /// <summary>The chart that was asked for; null for the one that the result suits.</summary>
    public ChartKind? Chart { get; init; }
}
