using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using Telemetry.Chat.Tests.Hosting;

namespace Telemetry.Chat.Tests.Export;

public sealed class ExportTests : IAsyncLifetime
{
    private ChatHost _chat = null!;

    public async ValueTask InitializeAsync() => _chat = await ChatHost.StartAsync(new() { ["Chat:MaxAnswerRows"] = "2000" });

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Fact]
    public async Task An_answer_is_exported_whole_beyond_what_is_kept()
    {
        var queryId = (await _chat.AskAsync("25500 rows"))["queryId"]!.GetValue<string>();

        using var response = await _chat.PostAsync("/api/chat/export", new { queryId, format = "csv" });

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.EndsWith(".csv", response.Content.Headers.ContentDisposition.FileName!.Trim('"'), StringComparison.Ordinal);
        using var reader = CsvReader.FromText(await response.Content.ReadAsStringAsync(), new CsvReaderOptions { HasHeader = true, Separator = ',' });
        var viewers = new List<string>();
        while (reader.Read()) viewers.Add(reader.GetString("viewers"));
        Assert.Equal(Enumerable.Range(0, 25_500).Select(row => $"{row}"), viewers);
        Assert.Equal(1, _chat.Mcp.CallsOf("run_plan"));
    }

    [Fact]
    public async Task Json_is_an_array_of_objects()
    {
        var queryId = (await _chat.AskAsync("2500 rows"))["queryId"]!.GetValue<string>();
        using var response = await _chat.PostAsync("/api/chat/export", new { queryId, format = "json" });
        var rows = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
        Assert.Equal(2_500, rows.Count);
        Assert.Equal("""{"country":"Country 2499","viewers":2499}""", rows[^1]!.ToJsonString());
    }

    [Fact]
    public async Task A_byte_order_mark_is_written_when_asked_for()
    {
        using var response = await _chat.PostAsync("/api/chat/export", new { data = new { columns = new[] { "ä" }, rows = new[] { new[] { "ö" } } }, format = "csv", bom = true });
        Assert.Equal([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("ä\r\nö\r\n")], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Posted_rows_may_be_objects()
    {
        using var response = await _chat.PostAsync("/api/chat/export", new { data = new object[] { new { a = 1, b = "=x" }, new { b = "y", c = (string?)null } }, format = "csv" });
        Assert.Equal("a,b,c\r\n1,\"'=x\",\r\n,y,\r\n", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"format": "csv"}""", 400)]
    [InlineData("""{"queryId": "unknown", "format": "csv"}""", 404)]
    [InlineData("""{"queryId": "x", "data": [], "format": "csv"}""", 400)]
    [InlineData("""{"data": [], "format": "xlsx"}""", 400)]
    [InlineData("""{"data": {"columns": ["a"], "rows": [[1, 2]]}}""", 400)]
    [InlineData("""{"data": "rows"}""", 400)]
    public async Task What_can_not_be_exported_is_a_problem(string body, int status)
    {
        using var response = await _chat.Http.PostAsync("/api/chat/export", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_seen_to_be_broken()
    {
        var queryId = (await _chat.AskAsync("50000 rows"))["queryId"]!.GetValue<string>();
        var pages = 0;
        var page = _chat.Mcp.Page;
        _chat.Mcp.Page = (call, cancellationToken) => Interlocked.Increment(ref pages) > 10
            ? throw ScriptedMcpServer.Error("notFound", "The result is gone.", retryable: false)
            : page(call, cancellationToken);
        await Assert.ThrowsAsync<HttpRequestException>(() => _chat.PostAsync("/api/chat/export", new { queryId, format = "csv" }));
    }
}
