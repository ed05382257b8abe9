using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>A limit as it was said: "more than 2", "between 30 and 60 minutes".</summary>
/// <param name="Operator">How the values are meant.</param>
/// <param name="Value">The number, or the lower one of two.</param>
/// <param name="Upper">The higher one of two, or null.</param>
/// <param name="First">Index of its first token.</param>
/// <param name="Last">Index of its last token.</param>
internal sealed record SaidLimit(FilterOperator Operator, QuantityToken Value, QuantityToken? Upper, int First, int Last);

/// <summary>Turns limits as they are said into limits in the units that measures have.</summary>
internal static class Limits
{
    public static FilterOperator Operator(ComparatorToken token) => token.Operator switch
    {
        "over" => FilterOperator.Over,
        "atLeast" => FilterOperator.AtLeast,
        "under" => FilterOperator.Under,
        _ => FilterOperator.AtMost,
    };

    /// <summary>What is left when the limit is excluded: "excluding titles with fewer than 30 sessions".</summary>
    public static FilterOperator Opposite(FilterOperator kind) => kind switch
    {
        FilterOperator.Over => FilterOperator.AtMost,
        FilterOperator.AtLeast => FilterOperator.Under,
        FilterOperator.Under => FilterOperator.AtLeast,
        _ => FilterOperator.Over,
    };

    /// <summary>A limit for the measure that is meant; null when the units don't fit.</summary>
    public static PlanThreshold? Resolved(SaidLimit limit, Measure measure)
    {
        if (Scaled(measure.Unit, limit.Value) is not { } value) return null;
        if (limit.Upper is not { } upper) return new PlanThreshold(limit.Operator, value, null);
        return Scaled(measure.Unit, upper with { Unit = upper.Unit ?? limit.Value.Unit }) is { } top
            ? new PlanThreshold(limit.Operator, value, top)
            : null;
    }

    /// <summary>The number in that unit; null when its own doesn't fit.</summary>
    public static double? Scaled(string unit, QuantityToken quantity) => (unit, quantity.Unit) switch
    {
        (_, null) => quantity.Value,
        ("%", "percent") or ("ms", "ms") or ("s", "second") or ("h", "hour") or ("Mbit/s", "mbps") => quantity.Value,
        ("ms", "second") => quantity.Value * 1000,
        ("ms", "minute") => quantity.Value * 60_000,
        ("s", "ms") => quantity.Value / 1000,
        ("s", "minute") => quantity.Value * 60,
        ("s", "hour") => quantity.Value * 3600,
        ("h", "minute") => quantity.Value / 60,
        ("h", "second") => quantity.Value / 3600,
        ("h", "day") => quantity.Value * 24,
        _ => null,
    };

    /// <summary>A length of time in minutes; a bare number is minutes already.</summary>
    public static double Minutes(QuantityToken quantity) => quantity.Unit switch
    {
        "hour" => quantity.Value * 60,
        "second" => quantity.Value / 60,
        _ => quantity.Value,
    };
}
