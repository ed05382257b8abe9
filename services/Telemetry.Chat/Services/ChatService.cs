using Grpc.Core;
using Telemetry.Chat.Answers;
using Telemetry.Chat.Questions;
using Telemetry.Chat.Tools;
using Telemetry.Chat.Viewings;
using Telemetry.Grpc.Errors;
using Telemetry.V1;

namespace Telemetry.Chat.Services;

/// <summary>telemetry.v1.ChatService: translates, and leaves the rest to the desk.</summary>
internal sealed class ChatService(ChatDesk desk, ViewingReader viewings) : V1.ChatService.ChatServiceBase
{
    private const int RowsInAnswer = 1_000;
    private const int MostEntries = 500;

    public override async Task Ask(AskRequest request, IServerStreamWriter<AskUpdate> responseStream, ServerCallContext context)
    {
        var filters = request.BoundFilters.Select(filter => KeyValuePair.Create(filter.Key, (IReadOnlyList<string>)filter.Value.Values));
        var inquiry = Inquiries.Check(CallerOf(context), request.SessionId, request.Message, filters, FieldNames.Grpc);
        await foreach (var update in desk.AskAsync(inquiry, context.CancellationToken))
            await responseStream.WriteAsync(Message(update), context.CancellationToken);
    }

    public override async Task<GetRowsResponse> GetRows(GetRowsRequest request, ServerCallContext context)
    {
        Inquiries.CheckSession(CallerOf(context), request.SessionId, "session_id");
        if (request.Offset < 0) throw new InvalidArgumentException("offset", $"{request.Offset}", "0 or more");
        if (request.Limit is < 1 or > RowsInAnswer) throw new InvalidArgumentException("limit", $"{request.Limit}", $"1 to {RowsInAnswer:N0}");
        var result = desk.FindResult(CallerOf(context).Tenants, request.QueryId);
        var response = new GetRowsResponse { RowCount = result.Answer.RowCount };
        try
        {
            await foreach (var row in desk.ReadRowsAsync(result, request.Offset, context.CancellationToken))
            {
                response.Rows.Add(RowValues.Of(row));
                if (response.Rows.Count == request.Limit) break;
            }
        }
        catch (ToolException exception) when (exception.Kind is ToolErrorKind.NotFound)
        {
            throw new NotFoundException("answer", request.QueryId, "Its further rows are no longer kept: ask the question again.");
        }
        catch (ToolException exception)
        {
            throw new UnavailableException(exception.Message, exception.RetryAfter ?? TimeSpan.FromSeconds(2), exception);
        }

        return response;
    }

    public override async Task<GetSuggestionsResponse> GetSuggestions(GetSuggestionsRequest request, ServerCallContext context)
    {
        var caller = CallerOf(context);
        var session = request.SessionId.Length == 0 ? (History.SessionKey?)null : Inquiries.CheckSession(caller, request.SessionId, "session_id");
        return new GetSuggestionsResponse { Suggestions = { await desk.SuggestAsync(session, caller.Tenants, context.CancellationToken) } };
    }

    public override async Task<GetHistoryResponse> GetHistory(GetHistoryRequest request, ServerCallContext context)
    {
        var session = Inquiries.CheckSession(CallerOf(context), request.SessionId, "session_id");
        return new GetHistoryResponse { Entries = { await desk.ReadHistoryAsync(session, MostEntries, context.CancellationToken) } };
    }

    public override async Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        if (request.Limit is < 0 or > 100) throw new InvalidArgumentException("limit", $"{request.Limit}", "0 to 100");
        var limit = request.Limit == 0 ? 20 : request.Limit;
        return new ListSessionsResponse { Sessions = { await desk.ListSessionsAsync(CallerOf(context), limit, context.CancellationToken) } };
    }

    public override Task<GetViewingResponse> GetViewing(GetViewingRequest request, ServerCallContext context) =>
        viewings.ReadAsync(CallerOf(context).Tenants, request.SessionId, context.CancellationToken);

    private static AskUpdate Message(ChatUpdate update)
    {
        switch (update)
        {
            case Progressed progressed:
                return new AskUpdate { Progress = progressed.Progress };
            case Answered { Rows: { } rows } answered:
                var answer = answered.Answer.Clone();
                answer.Rows.Add(rows.Rows().Take(RowsInAnswer).Select(RowValues.Of));
                return new AskUpdate { Answer = answer };
            case Answered answered:
                return new AskUpdate { Answer = answered.Answer };
            case Failed failed:
                return new AskUpdate { Failure = failed.Failure };
            default:
                throw new InvalidOperationException($"{update.GetType()} has no message.");
        }
    }

    private static Caller CallerOf(ServerCallContext context) => Caller.Of(context.GetHttpContext());
}
