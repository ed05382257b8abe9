using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Telemetry.Chat.Questions;
using Telemetry.Grpc.Errors;
using Telemetry.V1;

namespace Telemetry.Chat.Rest;

/// <summary>What concerns a conversation as a whole: suggestions, history, the list of conversations.</summary>
internal static class SessionEndpoints
{
    private const int MostEntries = 500;

    /// <summary><c>GET /api/chat/suggestions?sessionId=</c>; without a session, questions to begin with.</summary>
    public static async Task SuggestAsync(HttpContext context, ChatDesk desk)
    {
        var caller = Caller.Of(context);
        var asked = context.Request.Query["sessionId"];
        var session = StringValues.IsNullOrEmpty(asked) ? (History.SessionKey?)null : Inquiries.CheckSession(caller, asked, "sessionId");
        var suggestions = await desk.SuggestAsync(session, caller.Tenants, context.RequestAborted);
        await WriteAsync(context, json =>
        {
            json.WriteStartArray("suggestions");
            foreach (var suggestion in suggestions) json.WriteStringValue(suggestion);
            json.WriteEndArray();
        });
    }

    /// <summary><c>GET /api/chat/history/{sessionId}</c>: messages, oldest first, the latest 500 questions; a session that is not known has none.</summary>
    public static async Task ReadHistoryAsync(HttpContext context, ChatDesk desk, string sessionId)
    {
        var session = Inquiries.CheckSession(Caller.Of(context), sessionId, "sessionId");
        var entries = await desk.ReadHistoryAsync(session, MostEntries, context.RequestAborted);
        await WriteAsync(context, json =>
        {
            json.WriteString("sessionId", session.SessionId);
            json.WriteStartArray("messages");
            foreach (var entry in entries) WriteEntry(json, entry);
            json.WriteEndArray();
        });
    }

    /// <summary><c>GET /api/chat/sessions?limit=</c>: conversations, latest first; 20 unless asked, at most 100.</summary>
    public static async Task ListAsync(HttpContext context, ChatDesk desk)
    {
        var asked = context.Request.Query["limit"].ToString();
        var limit = 20;
        if (asked.Length > 0 && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 100))
            throw new InvalidArgumentException("limit", Inquiries.Quoted(asked), "a number from 1 to 100");
        var sessions = await desk.ListSessionsAsync(Caller.Of(context), limit, context.RequestAborted);
        await WriteAsync(context, json =>
        {
            json.WriteStartArray("sessions");
            foreach (var session in sessions)
            {
                json.WriteStartObject();
                json.WriteString("sessionId", session.SessionId);
                json.WriteString("title", session.Title);
                json.WriteString("lastAt", AnswerJson.Time(session.LastAtUnixMs));
                json.WriteNumber("questions", session.Questions);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static void WriteEntry(Utf8JsonWriter json, HistoryEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteString("text", entry.Message);
        json.WriteString("at", AnswerJson.Time(entry.AtUnixMs));
        json.WriteEndObject();

        json.WriteStartObject();
        json.WriteString("role", "assistant");
        if (entry.OutcomeCase == HistoryEntry.OutcomeOneofCase.Answer)
        {
            AnswerJson.WriteReading(json, entry.Answer);
            json.WriteNumber("rowCount", entry.Answer.RowCount);
            AnswerJson.WriteOrigin(json, entry.Answer);
        }
        else
        {
            json.WriteString("kind", "failure");
            json.WriteString("text", entry.Failure?.Message ?? "");
            json.WriteBoolean("retryable", entry.Failure?.Retryable ?? false);
            json.WriteString("at", AnswerJson.Time(entry.AtUnixMs));
        }

        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    }
}
