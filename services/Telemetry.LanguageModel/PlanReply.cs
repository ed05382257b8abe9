using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Telemetry.Semantics.Plans;

namespace Telemetry.LanguageModel;

/// <summary>
/// What a model may reply: one JSON object, either a plan or <c>{"unanswerable": true}</c>. Nothing in it is run or shown as it is.
/// </summary>
internal static class PlanReply
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>JSON schema of a plan, for the prompt.</summary>
    public static string Schema { get; } = Strict.GetJsonSchemaAsNode(typeof(QueryPlan)).ToJsonString();

    /// <summary>Reads a reply strictly.</summary>
    /// <param name="text">The model's words.</param>
    /// <param name="plan">The plan; null when the model finds the question unanswerable.</param>
    /// <param name="fault">What is wrong with the reply, when this returns false.</param>
    public static bool TryRead(string text, out QueryPlan? plan, out string? fault)
    {
        (plan, fault) = (null, null);
        try
        {
            var json = Unfenced(text);
            if (SaysUnanswerable(json)) return true;
            plan = JsonSerializer.Deserialize<QueryPlan>(json, Strict);
            fault = plan is null ? "it is null where a plan was expected" : null;
        }
        catch (JsonException broken)
        {
            fault = $"it is not a plan in JSON: {broken.Path ?? "$"}, line {broken.LineNumber + 1}";
        }
        return fault is null;
    }

    private static bool SaysUnanswerable(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Strict.MaxDepth });
        return document.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("unanswerable", out var flag) && flag.ValueKind == JsonValueKind.True;
    }

    // Many models wrap JSON in a Markdown fence, however they are asked.
    private static string Unfenced(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith("```", StringComparison.Ordinal) || !trimmed.EndsWith("```", StringComparison.Ordinal)) return trimmed;
        var start = trimmed.IndexOf('\n', StringComparison.Ordinal) + 1;
        return start <= 0 || start > trimmed.Length - 3 ? trimmed : trimmed[start..^3];
    }
}
