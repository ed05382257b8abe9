using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;
using Telemetry.Mcp.Tests.Hosting;

namespace Telemetry.Mcp.Tests.Conformance;

/// <summary>The server with its own transport, checks and error mapping, and the suite's tools, resources and prompts beside its own.</summary>
internal static class ConformanceHost
{
    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "$defs": { "address": { "type": "object", "properties": { "street": { "type": "string" }, "city": { "type": "string" } } } },
          "properties": { "name": { "type": "string" }, "address": { "$ref": "#/$defs/address" } },
          "additionalProperties": false
        }
        """);

    public static Task<McpHost> StartAsync() => McpHost.StartAsync(services =>
    {
        services.AddMcpServer().WithTools([.. ToolsOf()]).WithResources([typeof(ConformanceTools)]).WithPrompts([typeof(ConformanceTools)]);
        services.PostConfigure<McpServerOptions>(options => options.ToolCollection!["json_schema_2020_12_tool"].ProtocolTool.InputSchema = Schema);
    });

    private static IEnumerable<McpServerTool> ToolsOf() => typeof(ConformanceTools).GetMethods()
        .Where(method => method.IsDefined(typeof(McpServerToolAttribute), inherit: false)).Select(method => McpServerTool.Create(method));
}
