using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;

namespace Telemetry.Mcp.Tools;

/// <summary>Output schemas.</summary>
internal static class ToolSchemas
{
    /// <summary>
    /// Lets every output schema hold for errors too: clients check structured content against it whether or not <c>isError</c> is set.
    /// A result has what the tool's type requires, an error has <c>error</c>.
    /// </summary>
    public static void AddErrors(McpServerOptions options)
    {
        foreach (var tool in options.ToolCollection ?? [])
        {
            if (tool.ProtocolTool.OutputSchema is { } schema) tool.ProtocolTool.OutputSchema = WithError(schema);
        }
    }

    internal static JsonElement WithError(JsonElement schema)
    {
        var root = JsonObject.Create(schema)!;
        if (root["properties"] is not JsonObject properties || properties.ContainsKey("error")) return schema;
        properties["error"] = new JsonObject
        {
            ["description"] = "Instead of a result, with isError: what went wrong.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["kind"] = new JsonObject { ["type"] = "string", ["description"] = "What callers act on: refused, invalid, cancelled, badSql, notFound, rowLimit, timeLimit, scanLimit, throttled, denied, execution or unavailable." },
                ["message"] = new JsonObject { ["type"] = "string", ["description"] = "For people: what was found, what was expected, what to do." },
                ["retryable"] = new JsonObject { ["type"] = "boolean", ["description"] = "The same call may succeed later." },
            },
            ["required"] = new JsonArray("kind", "message", "retryable"),
        };
        var required = root["required"]?.DeepClone() ?? new JsonArray();
        root.Remove("required");
        root["type"] = "object";
        root["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = required },
            new JsonObject { ["required"] = new JsonArray("error") });
        return JsonSerializer.SerializeToElement(root);
    }
}
