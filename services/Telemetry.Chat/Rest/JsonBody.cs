using System.Text.Json;
using Telemetry.Grpc.Errors;

namespace Telemetry.Chat.Rest;

/// <summary>Reads request bodies, with errors that say what is wrong with them.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>The body as a JSON object. The caller disposes the document.</summary>
    /// <exception cref="InvalidArgumentException">It is no JSON object, or a text in it can't be read.</exception>
    /// <exception cref="BadHttpRequestException">It is larger than the limit (413) or not JSON by its content type (415).</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext context, long maxBytes)
    {
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("The content type must be application/json.", StatusCodes.Status415UnsupportedMediaType);
        var size = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>();
        if (size is { IsReadOnly: false }) size.MaxRequestBodySize = maxBytes;
        var document = await ParseAsync(context);
        try
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new InvalidArgumentException("body", "no JSON object", "a JSON object");
            BrokenText.ThrowIfIn(document.RootElement);
            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <summary>A text, or null when there is none.</summary>
    /// <exception cref="InvalidArgumentException">It is something else.</exception>
    public static string? Text(JsonElement body, string name) => !body.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw new InvalidArgumentException(name, $"of type {value.ValueKind.ToString().ToLowerInvariant()}", "a text"),
    };

    /// <summary>Lists of texts by name: <c>{"country": ["Germany"]}</c>.</summary>
    /// <exception cref="InvalidArgumentException">It is something else.</exception>
    public static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> TextLists(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return [];
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(list => !IsTexts(list.Value)))
            throw new InvalidArgumentException(name, "something else", "an object of lists of texts, such as {\"country\": [\"Germany\"]}");
        return value.EnumerateObject()
            .Select(list => KeyValuePair.Create<string, IReadOnlyList<string>>(list.Name, [.. list.Value.EnumerateArray().Select(text => text.GetString()!)]))
            .ToList();
    }

    private static async Task<JsonDocument> ParseAsync(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, Options, context.RequestAborted);
        }
        catch (JsonException)
        {
            throw new InvalidArgumentException("body", "no well-formed JSON", "a JSON object");
        }
    }

    private static bool IsTexts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);
}
