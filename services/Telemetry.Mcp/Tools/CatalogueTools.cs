using System.ComponentModel;
using ModelContextProtocol.Server;
using Telemetry.Mcp.Catalogue;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Mcp.Tools;

/// <summary>Tools that tell what there is.</summary>
[McpServerToolType]
internal sealed class CatalogueTools(SemanticCatalogue catalogue, IValueIndex values)
{
    [McpServerTool(Name = "list_metrics", Title = "List metrics", ReadOnly = true, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Measures with their definitions and units, and dimensions with examples of their values: what questions may be about.")]
    public Metrics ListMetrics() => Metrics.Of(catalogue, values.Current);

    [McpServerTool(Name = "describe_table", Title = "Describe a table", ReadOnly = true, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Columns of a table of the lake, with types and meanings, for run_sql.")]
    public static TableDescription DescribeTable([Description("events, titles or places.")] string table) =>
        LakeTables.Find(table) ?? throw ToolFailureException.Invalid($"There is no table '{(table.Length <= 60 ? table : table[..60] + "…")}'. The tables are events, titles and places.");
}
