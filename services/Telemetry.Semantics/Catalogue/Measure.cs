namespace Telemetry.Semantics.Catalogue;

/// <summary>What can be measured, as <c>Files/measures.json</c> says it.</summary>
public sealed record Measure
{
    /// <summary>Name in plans and of the result's column.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>%, ms, s, h, Mbit/s, or empty for counts and plain ratios.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Which direction is better: up, down or none.</summary>
    public string Good { get; init; } = "none";

    /// <summary>What is counted over what, for people.</summary>
    public required string Definition { get; init; }

    /// <summary>A whole number of things, which can be divided, shared and averaged over time buckets.</summary>
    public bool Count { get; init; }

    /// <summary>Parts add up to the whole, as counts do.</summary>
    public bool Additive { get; init; }

    /// <summary>Answered from the live stream.</summary>
    public bool Live { get; init; }

    /// <summary>"Fast" and "slow" are said of it.</summary>
    public bool Speed { get; init; }

    /// <summary>Not offered as a choice; made by the grammar only.</summary>
    public bool Hidden { get; init; }

    /// <summary>Type of the events that it counts, where those are asked for by their type; null for other measures.</summary>
    public string? Counts { get; init; }

    /// <summary>SQL over rows of events, alias e; null when it needs whole sessions.</summary>
    public string? Event { get; init; }

    /// <summary>SQL over one row a session, whose columns are <see cref="Uses"/>.</summary>
    public string? Session { get; init; }

    /// <summary>Columns of the session's row that it needs; how they are made is in the catalogue's parts.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>Column of events that a statistic is taken of.</summary>
    public string? Column { get; init; }

    /// <summary>Column of the session's row that a statistic is taken of.</summary>
    public string? SessionColumn { get; init; }

    /// <summary>SQL over rows of titles, alias t.</summary>
    public string? Titles { get; init; }

    /// <summary>Column of titles that a statistic is taken of.</summary>
    public string? TitlesColumn { get; init; }

    /// <summary>The statistic when none is named; null when it is not a statistic.</summary>
    public string? Statistic { get; init; }

    /// <summary>Value of one event row, for correlations; null when there is none.</summary>
    public string? Row { get; init; }

    /// <summary>Words for it.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>It is a statistic of a column, so that median, percentiles, smallest and largest make sense.</summary>
    public bool IsStatistic => Statistic is not null;

    /// <summary>More is worse.</summary>
    public bool LessIsBetter => Good == "down";
}
