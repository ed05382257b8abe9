using System.Text.Json;

namespace Telemetry.Lake.DuckDb;

/// <summary>
/// Reads the trees of statements and plans, which DuckDB writes as JSON. Whoever judges a statement before the engine does reads it here
/// too, so that both take the same depth.
/// </summary>
public static class StatementTree
{
    // A level of the statement is up to five levels of JSON.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1_500 };

    /// <summary>The tree.</summary>
    /// <exception cref="JsonException">It is deeper than 1,500 levels.</exception>
    public static JsonDocument Parse(string json) => JsonDocument.Parse(json, Options);
}
