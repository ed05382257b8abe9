using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Collections;
using Telemetry.Chat.Answers;
using Telemetry.V1;

namespace Telemetry.Chat.Rest;

/// <summary>Answers as REST writes them. Values of rows are written as the server gave them: numbers unrounded, times ISO 8601 in UTC.</summary>
internal static class AnswerJson
{
    public static void Write(Utf8JsonWriter json, Answered answered)
    {
        var answer = answered.Answer;
        json.WriteStartObject();
        json.WriteStartObject("result");
        WriteReading(json, answer);
        json.WriteStartArray("columns");
        foreach (var column in answer.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type);
            json.WriteString("title", column.Title);
            json.WriteString("unit", column.Unit);
            json.WriteString("role", column.Role.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in answered.Rows?.Rows() ?? []) row.WriteTo(json);
        json.WriteEndArray();
        json.WriteNumber("rowCount", answer.RowCount);
        json.WriteBoolean("truncated", answer.Truncated || answered.Rows?.Rest is not null);
        json.WriteEndObject();
        WriteOrigin(json, answer);
        json.WriteEndObject();
    }

    /// <summary>The answer's words, without columns and rows.</summary>
    public static void WriteReading(Utf8JsonWriter json, Answer answer)
    {
        json.WriteString("kind", KindOf(answer.Kind));
        json.WriteString("text", answer.Text);
        WriteList(json, "reading", answer.Reading, part =>
        {
            json.WriteString("kind", part.Kind);
            json.WriteString("text", part.Text);
        });
        WriteTexts(json, "assumptions", answer.Assumptions);
        WriteList(json, "repairs", answer.Repairs, repair =>
        {
            json.WriteString("from", repair.From);
            json.WriteString("to", repair.To);
        });
        WriteChart(json, answer.Chart);
        WriteList(json, "definitions", answer.Definitions, definition =>
        {
            json.WriteString("measure", definition.Measure);
            json.WriteString("name", definition.Name);
            json.WriteString("text", definition.Text);
            json.WriteString("unit", definition.Unit);
        });
        WriteList(json, "options", answer.Options, option =>
        {
            json.WriteString("label", option.Label);
            json.WriteString("question", option.Question);
        });
        WriteTexts(json, "unknownWords", answer.UnknownWords);
        WriteTexts(json, "suggestions", answer.Suggestions);
        if (answer.Board is { } board) WriteBoard(json, board);
    }

    /// <summary>Where the answer comes from and what it cost.</summary>
    public static void WriteOrigin(Utf8JsonWriter json, Answer answer)
    {
        WriteTextOrNull(json, "sql", answer.Sql);
        json.WritePropertyName("plan");
        if (answer.Plan.Length > 0) json.WriteRawValue(answer.Plan);
        else json.WriteNullValue();
        WriteTextOrNull(json, "planHash", answer.PlanHash);
        WriteTextOrNull(json, "queryId", answer.QueryId);
        json.WriteNumber("queryTime", answer.QueryMs);
        json.WriteNumber("planningTime", answer.PlanningMs);
        json.WriteBoolean("cached", answer.Cached);
        json.WriteNumber("bytesScanned", answer.BytesScanned);
        WriteTextOrNull(json, "engine", answer.Engine);
        WriteTextOrNull(json, "freshAt", answer.HasFreshAtUnixMs ? Time(answer.FreshAtUnixMs) : "");
        json.WriteBoolean("modelMade", answer.ModelMade);
        json.WriteString("at", Time(answer.AtUnixMs));
    }

    public static string KindOf(AnswerKind kind) => kind switch
    {
        AnswerKind.Table => "table",
        AnswerKind.Clarification => "clarification",
        AnswerKind.Explanation => "explanation",
        AnswerKind.Board => "board",
        _ => "refusal",
    };

    public static string Time(long unixMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteChart(Utf8JsonWriter json, Chart? chart)
    {
        if (chart is null)
        {
            json.WriteNull("chart");
            return;
        }

        json.WriteStartObject("chart");
        json.WriteString("kind", chart.Kind);
        WriteTextOrNull(json, "x", chart.X);
        WriteTexts(json, "y", chart.Y);
        WriteTextOrNull(json, "series", chart.Series);
        json.WriteString("reason", chart.Reason);
        json.WriteEndObject();
    }

    private static void WriteBoard(Utf8JsonWriter json, BoardCommand board)
    {
        json.WriteStartObject("board");
        json.WriteString("action", board.Action.ToString().ToLowerInvariant());
        json.WriteStartObject("filters");
        foreach (var (dimension, values) in board.Filters.OrderBy(filter => filter.Key, StringComparer.Ordinal)) WriteTexts(json, dimension, values.Values);
        json.WriteEndObject();
        WriteTextOrNull(json, "window", board.Window);
        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, RepeatedField<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, RepeatedField<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteTextOrNull(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0) json.WriteString(name, text);
        else json.WriteNull(name);
    }
}
