using System.ComponentModel;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using Telemetry.Mcp.Tools;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Mcp.Catalogue;

/// <summary>Schema and catalogue, for clients that put documents into a model's context.</summary>
[McpServerResourceType]
internal sealed class CatalogueResources(SemanticCatalogue catalogue, IValueIndex values)
{
    [McpServerResource(UriTemplate = "telemetry://catalogue", Name = "catalogue", Title = "Measures and dimensions", MimeType = "application/json")]
    [Description("Measures with their definitions and units, and dimensions with examples of their values.")]
    public string Catalogue() => Write(Metrics.Of(catalogue, values.Current));

    [McpServerResource(UriTemplate = "telemetry://schema", Name = "schema", Title = "Tables of the lake", MimeType = "application/json")]
    [Description("Every table with its columns, types and meanings.")]
    public static string Schema() => Write(LakeTables.All);

    [McpServerResource(UriTemplate = "telemetry://schema/{table}", Name = "table", Title = "A table of the lake", MimeType = "application/json")]
    [Description("Columns of one table: events, titles or places.")]
    public static string Table(string table) => LakeTables.Find(table) is { } found
        ? Write(found)
        : throw new McpProtocolException("There is no such table. The tables are events, titles and places.", McpErrorCode.ResourceNotFound);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, ToolJson.Options);
}
