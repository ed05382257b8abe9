using System.Net.Http.Json;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Telemetry.Mcp.Tests.Hosting;

/// <summary>Short ways to call tools.</summary>
internal static class McpCalls
{
    public static Task<McpClient> ConnectAsync(this McpHost host) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = host.Address, TransportMode = HttpTransportMode.StreamableHttp }),
        cancellationToken: TestContext.Current.CancellationToken);

    public static async Task<CallToolResult> CallAsync(this McpClient client, string tool, object? arguments = null) => await client.CallToolAsync(
        tool,
        JsonSerializer.SerializeToElement(arguments ?? new { }).EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value.Clone()),
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The structured content of a call that succeeded.</summary>
    public static async Task<JsonElement> GetAsync(this McpClient client, string tool, object? arguments = null)
    {
        var result = await client.CallAsync(tool, arguments);
        Assert.True(result.IsError is not true, result.StructuredContent?.ToString());
        return result.StructuredContent!.Value;
    }

    /// <summary>The error of a call that failed.</summary>
    public static async Task<(string Kind, string Message, bool Retryable)> FailAsync(this McpClient client, string tool, object? arguments = null)
    {
        var result = await client.CallAsync(tool, arguments);
        Assert.True(result.IsError, result.StructuredContent?.ToString());
        var error = result.StructuredContent!.Value.GetProperty("error");
        return (error.GetProperty("kind").GetString()!, error.GetProperty("message").GetString()!, error.GetProperty("retryable").GetBoolean());
    }

    /// <summary>Calls a tool with a bare POST of the protocol of 2026-07-28; gives every message of the answer, in order.</summary>
    public static async Task<IReadOnlyList<JsonElement>> CallOnTheWireAsync(this HttpClient http, Uri address, string tool, object arguments, string progressToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = JsonContent.Create(new Dictionary<string, object>
            {
                ["jsonrpc"] = "2.0",
                ["id"] = 1,
                ["method"] = "tools/call",
                ["params"] = new Dictionary<string, object>
                {
                    ["name"] = tool,
                    ["arguments"] = arguments,
                    ["_meta"] = new Dictionary<string, object>
                    {
                        ["progressToken"] = progressToken,
                        ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
                        ["io.modelcontextprotocol/clientInfo"] = new { name = "wire", version = "1" },
                        ["io.modelcontextprotocol/clientCapabilities"] = new { },
                    },
                },
            }),
        };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", tool);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        return [.. body.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonElement.Parse(line[6..]))];
    }
}
