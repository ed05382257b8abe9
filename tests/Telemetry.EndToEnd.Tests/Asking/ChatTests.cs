using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Telemetry.EndToEnd.Tests.Running;

namespace Telemetry.EndToEnd.Tests.Asking;

/// <summary>The chat of the whole product: page, chat, MCP server, planner and lake.</summary>
public sealed class ChatTests(QuietAppHost host) : IClassFixture<QuietAppHost>, IDisposable
{
    private readonly HttpClient _page = new() { BaseAddress = host.Process.Addresses.ChatWeb };

    public void Dispose() => _page.Dispose();

    [Fact]
    public async Task A_question_is_planned_and_run_on_the_lake()
    {
        var answer = await AskAsync("how many sessions were there yesterday by device?");

        Assert.Equal("table", answer["result"]!["kind"]!.GetValue<string>());
        Assert.Equal("DuckDB", answer["engine"]!.GetValue<string>());
        Assert.Contains("event_date", answer["sql"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_change_something_is_refused()
    {
        var answer = await AskAsync("delete all events of yesterday");

        Assert.Equal("refusal", answer["result"]!["kind"]!.GetValue<string>());
        Assert.Null(answer["sql"]);
    }

    [Fact]
    public async Task The_page_may_call_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/chat/query");
        request.Headers.Add("Origin", host.Process.Addresses.Page.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await _page.SendAsync(request);

        Assert.Equal(host.Process.Addresses.Page.GetLeftPart(UriPartial.Authority), Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    private async Task<JsonNode> AskAsync(string message)
    {
        using var response = await _page.PostAsJsonAsync("/api/chat/query", new { message, sessionId = Guid.NewGuid() });
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }
}
