using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using Telemetry.Chat.Export;
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

    [Fact]
    public async Task A_row_may_name_its_columns_in_any_order_and_the_last_of_two_values_counts()
    {
        using var response = await _chat.Http.PostAsync("/api/chat/export",
            new StringContent("""{"data": [{"a": 1, "b": null}, {"b": 2, "a": 3, "b": 4}, {}], "format": "json"}""", Encoding.UTF8, "application/json"));
        Assert.Equal("""[{"a":1,"b":null},{"a":3,"b":4},{"a":null,"b":null}]""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_small_request_can_not_ask_for_a_huge_file()
    {
        using var response = await _chat.Http.PostAsync("/api/chat/export", new StringContent($$"""{"data": {{WideThenEmpty(rows: 10_001)}}}""", Encoding.UTF8, "application/json"));
        Assert.Equal(400, (int)response.StatusCode);
        var problem = await response.Content.ReadAsStringAsync();
        Assert.Contains("200 columns and 10,001 rows, 2,000,200 cells", problem, StringComparison.Ordinal);
        Assert.Contains("2,000,000 cells", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Posted_rows_are_made_when_they_are_read()
    {
        using var data = JsonDocument.Parse(WideThenEmpty(rows: 10_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var table = PostedTable.Read(data.RootElement);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Made at once, its 2,000,000 cells took 24 MB and more.
        Assert.True(allocated < 1_000_000, $"{allocated:N0} bytes");
        Assert.Equal(10_000, table.Rows.Count(row => row.GetArrayLength() == 200));
    }

    [Fact]
    public async Task A_tenants_exports_are_written_up_to_its_limit_and_the_newest_is_refused()
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:MaxAnswerRows"] = "2000", ["Chat:ExportsPerTenant"] = "1" });
        var queryId = (await chat.AskAsync("2500 rows"))["queryId"]!.GetValue<string>();
        var writing = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var page = chat.Mcp.Page;
        chat.Mcp.Page = async (call, cancellationToken) =>
        {
            writing.TrySetResult();
            await release.Task;
            return await page(call, cancellationToken);
        };

        var first = chat.PostAsync("/api/chat/export", new { queryId });
        await writing.Task.WaitAsync(ChatHost.Patience);
        using var refused = await chat.PostAsync("/api/chat/export", new { data = new[] { new { a = 1 } } });
        release.SetResult();
        using var written = await first;
        using var next = await chat.PostAsync("/api/chat/export", new { data = new[] { new { a = 1 } } });

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.True(refused.Headers.Contains("Retry-After"));
        Assert.True(written.IsSuccessStatusCode);
        Assert.True(next.IsSuccessStatusCode);
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

    // One object with 200 names, then objects without any: each is a row of 200 cells in the file.
    private static string WideThenEmpty(int rows) =>
        $"[{{{string.Join(',', Enumerable.Range(0, 200).Select(column => $"\"c{column}\":1"))}}}{string.Concat(Enumerable.Repeat(",{}", rows - 1))}]";
}
