using System.Text.Json.Serialization;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Planning;

/// <summary>What became of a question.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlannedKind>))]
public enum PlannedKind
{
    /// <summary>It was understood: <see cref="PlannedQuestion.Plan"/> says how.</summary>
    [JsonStringEnumMemberName("plan")] Plan,

    /// <summary>It has several readings; <see cref="PlannedQuestion.Options"/> are the ones to choose from.</summary>
    [JsonStringEnumMemberName("clarification")] Clarification,

    /// <summary>It is outside of what the data can tell, or asks for a change; <see cref="PlannedQuestion.Text"/> says which.</summary>
    [JsonStringEnumMemberName("refusal")] Refusal,

    /// <summary>A question about the product itself ("what is rebuffering ratio"); <see cref="PlannedQuestion.Text"/> answers it.</summary>
    [JsonStringEnumMemberName("explanation")] Explanation,

    /// <summary>An order to the live board ("show only TV in Germany"); <see cref="PlannedQuestion.Board"/> is what it is to do.</summary>
    [JsonStringEnumMemberName("board")] Board,
}

/// <summary>The planner's answer to a question: what the MCP tool <c>plan_question</c> returns, as JSON with camel-case names.</summary>
public sealed record PlannedQuestion
{
    /// <summary>What became of the question.</summary>
    public required PlannedKind Kind { get; init; }

    /// <summary>One or two sentences for the asker: the reading, the question asked back, or the refusal.</summary>
    public required string Text { get; init; }

    /// <summary>How the question was understood; only with <see cref="PlannedKind.Plan"/>.</summary>
    public QueryPlan? Plan { get; init; }

    /// <summary>Hash of the canonical plan, lower-case hexadecimal: the key of caches, history and links.</summary>
    public string? PlanHash { get; init; }

    /// <summary>The statement in Athena's dialect; for a live measure, its form over the lake.</summary>
    public string? Sql { get; init; }

    /// <summary>Where the answer comes from.</summary>
    public AnswerSource Source { get; init; }

    /// <summary>The reading in parts, to be shown as chips.</summary>
    public IReadOnlyList<ReadingPart> Reading { get; init; } = [];

    /// <summary>What was taken for granted, a sentence each: "No time was named: last 7 days."</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Words whose spelling was mended.</summary>
    public IReadOnlyList<SpellingRepair> Repairs { get; init; } = [];

    /// <summary>Columns of the result, in order.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; init; } = [];

    /// <summary>How to draw the result.</summary>
    public ChartHint? Chart { get; init; }

    /// <summary>Definitions of the measures in it.</summary>
    public IReadOnlyList<MeasureDefinition> Definitions { get; init; } = [];

    /// <summary>Questions that go on from this one.</summary>
    public IReadOnlyList<string> FollowUps { get; init; } = [];

    /// <summary>Readings to choose from, at most four; only with <see cref="PlannedKind.Clarification"/>.</summary>
    public IReadOnlyList<ClarificationOption> Options { get; init; } = [];

    /// <summary>Words that were not understood; only with <see cref="PlannedKind.Refusal"/>.</summary>
    public IReadOnlyList<string> UnknownWords { get; init; } = [];

    /// <summary>Up to three questions near to this one that would run; only with <see cref="PlannedKind.Refusal"/>.</summary>
    public IReadOnlyList<string> Rewrites { get; init; } = [];

    /// <summary>What the live board is to do; only with <see cref="PlannedKind.Board"/>.</summary>
    public BoardCommand? Board { get; init; }

    /// <summary>The plan was proposed by a language model.</summary>
    public bool ModelMade { get; init; }
}

/// <summary>Where an answer comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerSource>))]
public enum AnswerSource
{
    /// <summary>The lake, by SQL.</summary>
    [JsonStringEnumMemberName("lake")] Lake,

    /// <summary>The live service: "now", "currently".</summary>
    [JsonStringEnumMemberName("live")] Live,
}

/// <summary>One part of a reading.</summary>
/// <param name="Kind">measure, time, filter, dimension, grain, comparison, order, limit or analysis.</param>
/// <param name="Text">In words: "Average buffering rate", "Country is Germany".</param>
public sealed record ReadingPart(string Kind, string Text);

/// <summary>A mended spelling.</summary>
/// <param name="From">As written.</param>
/// <param name="To">As read.</param>
public sealed record SpellingRepair(string From, string To);

/// <summary>A choice that settles an ambiguous question.</summary>
/// <param name="Label">What the button says.</param>
/// <param name="Question">The question that asks for just this reading.</param>
/// <param name="Word">
/// The ambiguous word that it settles, a key of <see cref="PlanningContext.Choices"/>; null when it was no single word.
/// </param>
/// <param name="Meaning">What it settles it to: the value in <see cref="PlanningContext.Choices"/> once it was chosen.</param>
public sealed record ClarificationOption(string Label, string Question, string? Word = null, string? Meaning = null);

/// <summary>A measure in words.</summary>
/// <param name="Measure">Id in the catalogue.</param>
/// <param name="Name">For people: "Buffering rate".</param>
/// <param name="Text">Its definition, with the denominator.</param>
/// <param name="Unit">Unit of its values; empty for counts.</param>
public sealed record MeasureDefinition(string Measure, string Name, string Text, string Unit);

/// <summary>A column of the result.</summary>
/// <param name="Name">As in the SQL.</param>
/// <param name="Title">For people.</param>
/// <param name="Role">What it is to a chart.</param>
/// <param name="Unit">%, ms, s, h, Mbit/s or empty.</param>
public sealed record ResultColumn(string Name, string Title, ColumnRole Role, string Unit);

/// <summary>What a column is to a chart.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnRole>))]
public enum ColumnRole
{
    /// <summary>A name to group by.</summary>
    [JsonStringEnumMemberName("dimension")] Dimension,

    /// <summary>The start of a time bucket.</summary>
    [JsonStringEnumMemberName("time")] Time,

    /// <summary>A number.</summary>
    [JsonStringEnumMemberName("measure")] Measure,
}

/// <summary>How to draw a result.</summary>
/// <param name="Kind">Which chart.</param>
/// <param name="X">Column of the categories or times; null for a number.</param>
/// <param name="Y">Columns of the values.</param>
/// <param name="Series">Column that splits the values into series, or null.</param>
/// <param name="Reason">Why this kind, a sentence for people.</param>
public sealed record ChartHint(ChartKind Kind, string? X, IReadOnlyList<string> Y, string? Series, string Reason);
