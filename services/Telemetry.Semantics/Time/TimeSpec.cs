using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Time;

/// <summary>What a time expression is to a question.</summary>
internal enum TimeKind
{
    /// <summary>A stretch of time.</summary>
    Period,

    /// <summary>Hours of a day that another expression names.</summary>
    Clock,

    /// <summary>The present moment.</summary>
    Now,

    /// <summary>The period before another one ("the day before", "the previous 24 hours"), or after it ("the day after").</summary>
    Before,

    /// <summary>As much of another period as of the first one ("same period", "the same hours").</summary>
    Same,
}

/// <summary>A time expression, resolved as far as it can be by itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Words">As written, without articles and prepositions.</param>
internal sealed record TimeSpec(TimeKind Kind, string Words)
{
    /// <summary>The stretch of time of <see cref="TimeKind.Period"/>.</summary>
    public PlanPeriod? Period { get; init; }

    /// <summary>Calendar unit it is made of: minute, hour, day, week, month; "rolling" for none.</summary>
    public string Unit { get; init; } = "rolling";

    /// <summary>How many units; of <see cref="TimeKind.Before"/>, less than none is after it.</summary>
    public double Count { get; init; } = 1;

    /// <summary>First minute of the day, of <see cref="TimeKind.Clock"/>.</summary>
    public int FromMinute { get; init; }

    /// <summary>Minute of the day that it ends before.</summary>
    public int ToMinute { get; init; }

    /// <summary>It stands for a point in time when "since" or "until" is before it: only its start counts.</summary>
    public bool IsPoint { get; init; }

    /// <summary>Its two ends, when it was said as "from one to another": two periods, when a change is asked about.</summary>
    public (TimeSpec First, TimeSpec Last)? Ends { get; init; }

    /// <summary>Saturday and Sunday.</summary>
    public bool IsWeekend { get; init; }

    /// <summary>What else the same words may say, when nothing tells which: 3/4/2026.</summary>
    public TimeSpec? Otherwise { get; init; }

    /// <summary>It is told from another period ("the day before that"), and stands alone in its question.</summary>
    public bool IsRelative { get; init; }
}

/// <summary>A time expression found in a question.</summary>
/// <param name="End">Index of the word after it.</param>
/// <param name="Spec">What it says.</param>
internal sealed record TimeMatch(int End, TimeSpec Spec)
{
    /// <summary>One day of the calendar.</summary>
    public bool IsDay => Spec.Unit == "day";
}
