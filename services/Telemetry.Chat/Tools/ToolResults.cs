using System.Text.Json;
using Telemetry.Semantics.Planning;

namespace Telemetry.Chat.Tools;

/// <summary>What <c>plan_question</c> is asked.</summary>
/// <param name="Question">As the asker wrote it.</param>
/// <param name="Now">The clock that time words refer to.</param>
/// <param name="EarlierPlans">Plans of the session, oldest first.</param>
/// <param name="BoundFilters">Filters of the dashboard.</param>
/// <param name="Choices">Choices made in earlier clarifications.</param>
internal sealed record PlanRequest(
    string Question,
    DateTimeOffset Now,
    IReadOnlyList<JsonElement> EarlierPlans,
    IReadOnlyDictionary<string, IReadOnlyList<string>> BoundFilters,
    IReadOnlyDictionary<string, string> Choices);

/// <summary>The planner's answer. The plan itself stays as the server wrote it: chat hands it on and never looks into it.</summary>
/// <param name="Question">The reading.</param>
/// <param name="Plan">The plan; null when there is nothing to run.</param>
/// <param name="Now">The clock that it was made for.</param>
internal sealed record Planned(PlannedQuestion Question, JsonElement? Plan, DateTimeOffset Now);

/// <summary>A column of a result.</summary>
/// <param name="Name">As in the SQL.</param>
/// <param name="Type">text, integer, real, decimal, boolean, date or timestamp.</param>
internal sealed record ToolColumn(string Name, string Type);

/// <summary>The first page of a result, and what is known of the whole.</summary>
internal sealed record RunResult
{
    public required string QueryId { get; init; }

    public required IReadOnlyList<ToolColumn> Columns { get; init; }

    /// <summary>An array of arrays.</summary>
    public required JsonElement Rows { get; init; }

    /// <summary>Rows of the whole result; null when the engine can't tell before the last page.</summary>
    public long? RowCount { get; init; }

    public string? NextPageToken { get; init; }

    public bool Truncated { get; init; }

    public long BytesScanned { get; init; }

    public double ElapsedMs { get; init; }

    public string Engine { get; init; } = "";

    public bool Reused { get; init; }

    public string? Sql { get; init; }

    public DateTimeOffset? FreshAt { get; init; }
}

/// <summary>A further page.</summary>
internal sealed record RowsPage
{
    public required JsonElement Rows { get; init; }

    public string? NextPageToken { get; init; }
}

/// <summary>How far a run is.</summary>
/// <param name="Fraction">0 to 1; null when unknown.</param>
/// <param name="Stage">queued or running, as the server says.</param>
/// <param name="BytesScanned">So far.</param>
internal sealed record RunProgress(double? Fraction, string Stage, long BytesScanned);
