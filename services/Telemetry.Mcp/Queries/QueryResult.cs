using System.ComponentModel;
using Telemetry.Lake.Queries;

namespace Telemetry.Mcp.Queries;

/// <summary>A page of a query's result, as <c>run_plan</c>, <c>run_sql</c> and <c>get_results</c> return it.</summary>
[Description("A page of a query's result.")]
public sealed record QueryResult
{
    [Description("Handle for get_results and cancel_query.")]
    public required string QueryId { get; init; }

    [Description("Columns, in the order of the values in each row.")]
    public required IReadOnlyList<ResultColumn> Columns { get; init; }

    [Description("Rows of this page. Dates are YYYY-MM-DD, timestamps ISO 8601 in UTC.")]
    public required IReadOnlyList<IReadOnlyList<object?>> Rows { get; init; }

    [Description("Rows of the whole result; null while there are further pages.")]
    public long? RowCount { get; init; }

    [Description("Asks get_results for the next page; null on the last one.")]
    public string? NextPageToken { get; init; }

    [Description("There were more rows than a result may have: the rest was cut off.")]
    public required bool Truncated { get; init; }

    [Description("Bytes of the lake that were read.")]
    public required long BytesScanned { get; init; }

    [Description("Time that the engine took, ms.")]
    public required long ElapsedMs { get; init; }

    [Description("Who answered: Athena, DuckDB or Live.")]
    public required string Engine { get; init; }

    [Description("The engine had kept the result from an equal query.")]
    public required bool Reused { get; init; }

    [Description("The statement that ran, in Athena's dialect, with the limits and the tenant's predicate in it; empty for a live answer.")]
    public required string Sql { get; init; }

    [Description("Newest event that the answer can know of, ISO 8601; null while unknown.")]
    public DateTimeOffset? FreshAt { get; init; }

    [Description("What the reader should know, a sentence; null without.")]
    public string? Note { get; init; }
}

/// <summary>A column of a result.</summary>
/// <param name="Name">As the statement names it.</param>
/// <param name="Type">text, integer, real, decimal, boolean, date or timestamp.</param>
public sealed record ResultColumn(string Name, ColumnType Type);
