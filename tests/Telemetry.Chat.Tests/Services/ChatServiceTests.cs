using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Telemetry.Chat.Tests.Hosting;
using Telemetry.V1;

namespace Telemetry.Chat.Tests.Services;

public sealed class ChatServiceTests : IAsyncLifetime
{
    private ChatHost _chat = null!;

    public async ValueTask InitializeAsync() => _chat = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_streams_progress_and_ends_with_the_answer(bool web)
    {
        using var channel = web ? _chat.OpenGrpcWeb() : _chat.OpenGrpc();
        var client = new ChatService.ChatServiceClient(channel);
        var seen = new TaskCompletionSource();
        _chat.Mcp.Run = async (call, cancellationToken) =>
        {
            await call.ReportAsync(0.25, """{"stage":"running","bytesScanned":123,"elapsedMs":7}""");
            await call.ReportAsync(0.75, """{"stage":"running","bytesScanned":456,"elapsedMs":9}""");
            await seen.Task.WaitAsync(ChatHost.Patience, cancellationToken);
            return ScriptedMcpServer.Result(1_500);
        };

        var updates = await AskAsync(client, "1500 rows", update =>
        {
            if (update.Progress?.BytesScanned == 456) seen.TrySetResult();
        });

        Assert.Equal(Stage.Planning, updates[0].Progress.Stage);
        Assert.Contains(updates, update => update.Progress is { Stage: Stage.Queued, Reading: "Read as: 1500 rows" });
        Assert.Contains(updates, update => update.Progress is { Stage: Stage.Running, BytesScanned: 456, Fraction: > 0.7 and < 0.8 });
        Assert.Contains(updates, update => update.Progress is { Stage: Stage.Paging });
        var answer = updates[^1].Answer;
        Assert.Equal(AnswerKind.Table, answer.Kind);
        Assert.Equal(1_000, answer.Rows.Count);
        Assert.Equal(1_500, answer.RowCount);
        Assert.Equal(["country", "viewers"], answer.Columns.Select(column => column.Name));
        var rest = await client.GetRowsAsync(new GetRowsRequest { SessionId = "s", QueryId = answer.QueryId, Offset = 1_000, Limit = 1_000 });
        Assert.Equal(500, rest.Rows.Count);
        Assert.Equal(1_499, rest.Rows[^1].Values[1].NumberValue);
    }

    [Fact]
    public async Task An_order_to_the_board_is_passed_on_without_a_query()
    {
        using var channel = _chat.OpenGrpc();
        _chat.Mcp.Plan = (_, _) => Task.FromResult<JsonNode>(new JsonObject
        {
            ["kind"] = "board",
            ["text"] = "On the board: Device is tv, the last hour.",
            ["board"] = new JsonObject { ["action"] = "show", ["filters"] = new JsonObject { ["device_type"] = new JsonArray("tv") }, ["window"] = "1h" },
        });

        var updates = await AskAsync(new ChatService.ChatServiceClient(channel), "show only TV, last hour", _ => { });

        var answer = updates[^1].Answer;
        Assert.Equal(AnswerKind.Board, answer.Kind);
        Assert.Equal(BoardAction.Show, answer.Board.Action);
        Assert.Equal(["tv"], answer.Board.Filters["device_type"].Values);
        Assert.Equal("1h", answer.Board.Window);
        Assert.Equal(0, _chat.Mcp.CallsOf("run_plan"));
    }

    [Fact]
    public async Task A_viewing_session_is_read_back_from_the_lake()
    {
        using var channel = _chat.OpenGrpc();
        _chat.Mcp.RunSql = (_, _) => Task.FromResult<JsonNode>(ScriptedMcpServer.Table(
            new JsonArray("E1", "2026-03-18T20:29:00.500Z", "start", "HD", 12.5, 840, null, null, null, 0),
            new JsonArray("E2", "2026-03-18T20:29:10Z", "error", "HD", null, null, 1_200, 2, "DRM_LICENSE", null)));

        var viewing = await new ChatService.ChatServiceClient(channel).GetViewingAsync(new GetViewingRequest { SessionId = "it's" });

        Assert.Equal(["start", "error"], viewing.Events.Select(each => each.EventType));
        Assert.Equal(DateTimeOffset.Parse("2026-03-18T20:29:00.500Z", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(), viewing.Events[0].AtUnixMs);
        Assert.Equal(840, viewing.Events[0].StartupTimeMs);
        Assert.False(viewing.Events[0].HasBufferingDurationMs);
        Assert.Equal("DRM_LICENSE", viewing.Events[1].ErrorCode);
        Assert.Contains("session_id = 'it''s'", Assert.Single(_chat.Mcp.Calls).Arguments["sql"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task A_viewing_session_needs_an_id(string id)
    {
        using var channel = _chat.OpenGrpc();
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new ChatService.ChatServiceClient(channel).GetViewingAsync(new GetViewingRequest { SessionId = id }));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Empty(_chat.Mcp.Calls);
    }

    [Fact]
    public async Task Cancelling_the_call_stops_the_servers_work()
    {
        using var channel = _chat.OpenGrpc();
        var running = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        _chat.Mcp.Run = async (_, cancellationToken) =>
        {
            using var registration = cancellationToken.Register(stopped.SetResult);
            running.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return ScriptedMcpServer.Result(0);
        };
        using var call = new ChatService.ChatServiceClient(channel).Ask(new AskRequest { SessionId = "s", Message = "slow" });
        await running.Task.WaitAsync(ChatHost.Patience);
        call.Dispose();
        await stopped.Task.WaitAsync(ChatHost.Patience);
    }

    [Fact]
    public async Task A_retry_is_told_while_it_is_waited_for()
    {
        using var channel = _chat.OpenGrpc();
        var runs = 0;
        _chat.Mcp.Run = (_, _) => Interlocked.Increment(ref runs) == 1
            ? throw ScriptedMcpServer.Error("throttled", "Too many queries.", retryable: true)
            : Task.FromResult<System.Text.Json.Nodes.JsonNode>(ScriptedMcpServer.Result(1));
        var updates = await AskAsync(new ChatService.ChatServiceClient(channel), "1 rows");
        Assert.Contains(updates, update => update.Progress?.Note.StartsWith("The lake is busy: trying again in", StringComparison.Ordinal) == true);
        Assert.Single(updates[^1].Answer.Rows);
    }

    [Fact]
    public async Task A_failure_is_an_update_and_not_a_broken_call()
    {
        using var channel = _chat.OpenGrpc();
        _chat.Mcp.Run = (_, _) => throw ScriptedMcpServer.Error("scanLimit", "It would scan 2 TB; ask for a shorter time.", retryable: false);
        var failure = (await AskAsync(new ChatService.ChatServiceClient(channel), "1 rows"))[^1].Failure;
        Assert.Equal(FailureKind.Limit, failure.Kind);
        Assert.Equal("It would scan 2 TB; ask for a shorter time.", failure.Message);
        Assert.Equal("SELECT '1 rows'", failure.Sql);
    }

    [Theory]
    [InlineData("", "hello", "session_id")]
    [InlineData("a b", "hello", "session_id")]
    [InlineData("s", "", "message")]
    public async Task Requests_outside_of_the_limits_are_invalid_arguments(string session, string message, string field)
    {
        using var channel = _chat.OpenGrpc();
        var client = new ChatService.ChatServiceClient(channel);
        using var call = client.Ask(new AskRequest { SessionId = session, Message = message });
        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.StartsWith(field, exception.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_are_not_kept_are_not_found()
    {
        using var channel = _chat.OpenGrpc();
        var exception = await Assert.ThrowsAsync<RpcException>(async () =>
            await new ChatService.ChatServiceClient(channel).GetRowsAsync(new GetRowsRequest { SessionId = "s", QueryId = "none", Limit = 10 }));
        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
    }

    [Fact]
    public async Task History_sessions_and_suggestions_are_served()
    {
        using var channel = _chat.OpenGrpc();
        var client = new ChatService.ChatServiceClient(channel);
        await AskAsync(client, "3 rows");
        var entry = Assert.Single((await client.GetHistoryAsync(new GetHistoryRequest { SessionId = "s" })).Entries);
        Assert.Equal("3 rows", entry.Message);
        Assert.Equal(3, entry.Answer.RowCount);
        Assert.Empty(entry.Answer.Rows);
        Assert.Equal("s", Assert.Single((await client.ListSessionsAsync(new ListSessionsRequest())).Sessions).SessionId);
        Assert.Equal(2, (await client.GetSuggestionsAsync(new GetSuggestionsRequest { SessionId = "s" })).Suggestions.Count);
    }

    private static async Task<List<AskUpdate>> AskAsync(ChatService.ChatServiceClient client, string message, Action<AskUpdate>? onUpdate = null)
    {
        using var call = client.Ask(new AskRequest { SessionId = "s", Message = message });
        var updates = new List<AskUpdate>();
        await foreach (var update in call.ResponseStream.ReadAllAsync())
        {
            onUpdate?.Invoke(update);
            updates.Add(update);
        }

        return updates;
    }
}
