using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Telemetry.Mcp.Tools;

namespace Telemetry.Mcp.Tests.Conformance;

/// <summary>The tools, resources and prompts that the conformance suite names.</summary>
[McpServerToolType]
[McpServerResourceType]
[McpServerPromptType]
internal static class ConformanceTools
{
    // One red pixel, and a sound of no length.
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");
    private static readonly byte[] Wav = Convert.FromBase64String("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=");

    [McpServerTool(Name = "test_simple_text"), Description("Text.")]
    public static string Text() => "This is a simple text response for testing.";

    [McpServerTool(Name = "test_image_content"), Description("An image.")]
    public static ContentBlock Image() => ImageContentBlock.FromBytes(Png, "image/png");

    [McpServerTool(Name = "test_audio_content"), Description("A sound.")]
    public static ContentBlock Audio() => AudioContentBlock.FromBytes(Wav, "audio/wav");

    [McpServerTool(Name = "test_embedded_resource"), Description("A resource.")]
    public static ContentBlock Resource() => Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.");

    [McpServerTool(Name = "test_multiple_content_types"), Description("All of them.")]
    public static ContentBlock[] Mixed() =>
    [
        new TextContentBlock { Text = "Multiple content types test:" }, ImageContentBlock.FromBytes(Png, "image/png"),
        Embedded("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
    ];

    [McpServerTool(Name = "test_error_handling"), Description("Fails.")]
    public static string Fail() => throw ToolFailureException.Refused("This tool intentionally returns an error for testing");

    [McpServerTool(Name = "test_tool_with_progress"), Description("Reports.")]
    public static async Task<string> Report(RequestContext<CallToolRequestParams> request)
    {
        if (request.Params.ProgressToken is { } token)
        {
            foreach (var progress in new[] { 0, 50, 100 })
                await request.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = progress, Total = 100 });
        }

        return "Done.";
    }

    [McpServerTool(Name = "json_schema_2020_12_tool"), Description("Its schema is replaced.")]
    public static string Schema() => "Done.";

    [McpServerResource(UriTemplate = "test://static-text", Name = "text", MimeType = "text/plain"), Description("Text.")]
    public static string StaticText() => "This is the content of the static text resource.";

    [McpServerResource(UriTemplate = "test://static-binary", Name = "binary", MimeType = "image/png"), Description("Bytes.")]
    public static ResourceContents StaticBinary() => BlobResourceContents.FromBytes(Png, "test://static-binary", "image/png");

    [McpServerResource(UriTemplate = "test://template/{id}/data", Name = "template", MimeType = "application/json"), Description("By id.")]
    public static string Template(string id) => $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}""";

    [McpServerPrompt(Name = "test_simple_prompt"), Description("Text.")]
    public static string Prompt() => "This is a simple prompt for testing.";

    [McpServerPrompt(Name = "test_prompt_with_arguments"), Description("With arguments.")]
    public static string PromptWithArguments([Description("One.")] string arg1, [Description("Two.")] string arg2) => $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'";

    [McpServerPrompt(Name = "test_prompt_with_embedded_resource"), Description("With a resource.")]
    public static PromptMessage[] PromptWithResource([Description("Which.")] string resourceUri) =>
    [
        new() { Role = Role.User, Content = Embedded(resourceUri, "text/plain", "Embedded resource content for testing.") },
        new() { Role = Role.User, Content = new TextContentBlock { Text = "Please process the embedded resource above." } },
    ];

    [McpServerPrompt(Name = "test_prompt_with_image"), Description("With an image.")]
    public static PromptMessage[] PromptWithImage() =>
    [
        new() { Role = Role.User, Content = ImageContentBlock.FromBytes(Png, "image/png") },
        new() { Role = Role.User, Content = new TextContentBlock { Text = "Please analyze the image above." } },
    ];

    private static EmbeddedResourceBlock Embedded(string uri, string type, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = type, Text = text } };
}
