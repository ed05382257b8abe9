using System.Text.Json.Serialization;

namespace Telemetry.Semantics.Plans;

/// <summary>A measure of a plan.</summary>
/// <param name="Id">In the catalogue.</param>
public sealed record PlanMeasure(string Id)
{
    /// <summary>
    /// avg, min, max, sum, p50, p90, p95, p99 (or any p1 to p99) or stddev, for measures that are a statistic; else null.
    /// </summary>
    public string? Statistic { get; init; }

    /// <summary>Measure that it is divided by ("per viewer"), or null.</summary>
    public string? Per { get; init; }

    /// <summary>How many of <see cref="Per"/> are counted as one ("per 1000 events"). Default: 1.</summary>
    public double PerCount { get; init; } = 1;

    /// <summary>Dimension whose distinct values are counted; only with the measure <c>distinct_values</c>.</summary>
    public string? Of { get; init; }
}

/// <summary>A condition on a dimension.</summary>
/// <param name="Dimension">Id in the catalogue.</param>
/// <param name="Operator">How the values are meant.</param>
/// <param name="Values">One or more; two for <see cref="FilterOperator.Between"/>. Numbers in invariant notation for dimensions of
/// numbers.</param>
public sealed record PlanFilter(string Dimension, FilterOperator Operator, IReadOnlyList<string> Values);

/// <summary>Values of a dimension that are told apart from all others.</summary>
/// <param name="Dimension">Id in the catalogue.</param>
/// <param name="Values">One or more.</param>
public sealed record PlanApart(string Dimension, IReadOnlyList<string> Values);

/// <summary>How a filter's values are meant.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FilterOperator>))]
public enum FilterOperator
{
    /// <summary>One of them.</summary>
    [JsonStringEnumMemberName("in")] In,

    /// <summary>None of them.</summary>
    [JsonStringEnumMemberName("notIn")] NotIn,

    /// <summary>From the first to the second, both included.</summary>
    [JsonStringEnumMemberName("between")] Between,

    /// <summary>More than the first.</summary>
    [JsonStringEnumMemberName("over")] Over,

    /// <summary>The first or more.</summary>
    [JsonStringEnumMemberName("atLeast")] AtLeast,

    /// <summary>Less than the first.</summary>
    [JsonStringEnumMemberName("under")] Under,

    /// <summary>The first or less.</summary>
    [JsonStringEnumMemberName("atMost")] AtMost,
}

/// <summary>A limit for a group's measure, in the measure's own unit.</summary>
/// <param name="Operator">Over, AtLeast, Under, AtMost or Between.</param>
/// <param name="Value">The limit.</param>
/// <param name="Upper">The upper limit of Between.</param>
public sealed record PlanThreshold(FilterOperator Operator, double Value, double? Upper = null)
{
    /// <summary>Which of the plan's measures is limited; null for the first.</summary>
    public string? Measure { get; init; }
}

/// <summary>A ranking by the first measure.</summary>
/// <param name="Descending">Largest first.</param>
public sealed record PlanOrder(bool Descending);

/// <summary>Length of time buckets.</summary>
/// <param name="Unit">minute, hour, day, week or month.</param>
/// <param name="Count">How many units a bucket is long; must divide the next larger unit.</param>
public sealed record PlanGrain(string Unit, int Count = 1);

/// <summary>A stretch of time, half open.</summary>
/// <param name="From">Its start; null for "since there are data".</param>
/// <param name="To">Its end, excluded; null for "until now".</param>
/// <param name="Words">In words: "last 7 days", "yesterday".</param>
public sealed record PlanPeriod(DateTimeOffset? From, DateTimeOffset? To, string Words)
{
    /// <summary>The start moves with the clock ("last 24 hours"), rather than from one calendar date to the next.</summary>
    public bool Rolling { get; init; }

    /// <summary>Nobody named it: it is the default.</summary>
    public bool Assumed { get; init; }
}
