using System.Text.Json;
using Telemetry.Chat.Answers;
using Telemetry.Chat.Questions;

namespace Telemetry.Chat.Rest;

/// <summary><c>POST /api/chat/query</c>: a question, answered in one piece. Closing the connection stops the engine's work.</summary>
internal static class QueryEndpoint
{
    private const int MaxBodyBytes = 64 * 1024;

    public static async Task AnswerAsync(HttpContext context, ChatDesk desk)
    {
        Inquiry inquiry;
        using (var body = await JsonBody.ReadAsync(context, MaxBodyBytes))
        {
            var root = body.RootElement;
            inquiry = Inquiries.Check(
                Caller.Of(context), JsonBody.Text(root, "sessionId"), JsonBody.Text(root, "message"), JsonBody.TextLists(root, "boundFilters"), FieldNames.Rest);
        }

        switch (await desk.AskForOutcomeAsync(inquiry, context.RequestAborted))
        {
            case Answered answered:
                context.Response.ContentType = "application/json; charset=utf-8";
                context.Response.Headers.CacheControl = "no-store";
                await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
                {
                    AnswerJson.Write(json, answered);
                }

                break;
            case Failed failed:
                await RestErrors.Of(context, failed.Failure).ExecuteAsync(context);
                break;
        }
    }
}
