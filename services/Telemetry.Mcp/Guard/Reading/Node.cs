using System.Text.Json;

namespace Telemetry.Mcp.Guard.Reading;

/// <summary>
/// A node of DuckDB's tree. Properties that have their default are absent from it, so whatever is there and isn't asked for means
/// something that isn't understood here, and the statement is refused.
/// </summary>
internal readonly struct Node
{
    private readonly JsonElement _json;

    public Node(JsonElement json) => _json = json;

    /// <summary>What the node is, in DuckDB's words.</summary>
    public string Type => Text("type") ?? throw NotUnderstood("a part without a type");

    public string? Text(string name) => _json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && !value.ValueEquals("") ? value.GetString() : null;

    public bool Flag(string name) => _json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    public Node? Child(string name) => _json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object ? new Node(value) : null;

    public Node Required(string name) => Child(name) ?? throw NotUnderstood($"{Type} without {name}");

    public IEnumerable<Node> Children(string name) => Elements(name).Select(element => new Node(element));

    public IReadOnlyList<string> Texts(string name) => [.. Elements(name).Select(element => element.GetString()!)];

    public IEnumerable<JsonElement> Elements(string name) =>
        _json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : [];

    public JsonElement? Value(string name) => _json.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Refuses the statement unless these, and what every node may have, are its only properties.</summary>
    public Node Only(params ReadOnlySpan<string> names)
    {
        foreach (var property in _json.EnumerateObject())
        {
            if (property.Name is not ("type" or "class" or "query_location") && !names.Contains(property.Name) && !IsEmpty(property.Value))
                throw NotUnderstood($"{(Text("type") ?? "a part").ToLowerInvariant().Replace('_', ' ')} with {property.Name.Replace('_', ' ')}");
        }

        return this;
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Object => value.EnumerateObject().All(property => IsEmpty(property.Value)),
        _ => false,
    };

    public static StatementRefusedException NotUnderstood(string what) =>
        new($"The statement uses {what}, which isn't among what may run here. Write it with plain SELECT, JOIN, WHERE, GROUP BY, HAVING, ORDER BY and LIMIT.");
}
