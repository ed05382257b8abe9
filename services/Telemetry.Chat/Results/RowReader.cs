using System.Runtime.CompilerServices;
using System.Text.Json;
using Telemetry.Chat.Tools;

namespace Telemetry.Chat.Results;

/// <summary>Reads a result to its end: the kept rows, then page by page what only the MCP server has. Nothing is gathered.</summary>
internal sealed class RowReader(McpTools tools)
{
    private const int PageSize = 1_000;

    /// <summary>Rows from an offset on.</summary>
    /// <exception cref="ToolException">A page can't be had; the server keeps results for a limited time only.</exception>
    public async IAsyncEnumerable<JsonElement> ReadAsync(KeptResult result, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in result.Rows(offset)) yield return row;
        var skip = Math.Max(0, offset - result.RowsKept);
        var next = result.Rest?.PageToken;
        while (!string.IsNullOrEmpty(next))
        {
            var page = await tools.PageAsync(result.Tenants, result.Rest!.ServerQueryId, next, PageSize, cancellationToken);
            foreach (var row in page.Rows.EnumerateArray())
            {
                if (skip > 0) skip--;
                else yield return row;
            }

            next = page.NextPageToken;
        }
    }
}
