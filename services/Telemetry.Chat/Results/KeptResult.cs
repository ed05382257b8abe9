using System.Runtime.InteropServices;
using System.Text.Json;
using Telemetry.Chat.Tools;
using Telemetry.ServiceDefaults.Identity;
using Telemetry.V1;

namespace Telemetry.Chat.Results;

/// <summary>Where the rest of a result can be fetched: the server's handle and the page that follows the kept rows.</summary>
internal sealed record RestOfRows(string ServerQueryId, string PageToken);

/// <summary>
/// An answer's rows, or the first of them, as the server wrote them. Immutable, and shared by everyone who asked the same.
/// </summary>
internal sealed class KeptResult
{
    // A parsed element keeps its text and 12 bytes for each token; a cell of five characters has about twice its text.
    private const int BytesPerTextByte = 3;

    public KeptResult(string queryId, TenantScope tenants, Answer answer, IReadOnlyList<ToolColumn> columns, IReadOnlyList<JsonElement> pages, RestOfRows? rest)
    {
        (QueryId, Tenants, Answer, Columns, Pages, Rest) = (queryId, tenants, answer, columns, pages, rest);
        RowsKept = pages.Sum(page => page.GetArrayLength());
        Bytes = 1_024 + pages.Sum(page => (long)JsonMarshal.GetRawUtf8Value(page).Length * BytesPerTextByte);
    }

    /// <summary>The handle that askers get: unguessable, and good for askers with the same tenants only.</summary>
    public string QueryId { get; }

    public TenantScope Tenants { get; }

    /// <summary>The answer without its rows. To be cloned, never changed.</summary>
    public Answer Answer { get; }

    public IReadOnlyList<ToolColumn> Columns { get; }

    /// <summary>Arrays of rows, in order.</summary>
    public IReadOnlyList<JsonElement> Pages { get; }

    /// <summary>Null when every row is kept.</summary>
    public RestOfRows? Rest { get; }

    public int RowsKept { get; }

    /// <summary>About what it takes in memory.</summary>
    public long Bytes { get; }

    /// <summary>The kept rows from an offset on.</summary>
    public IEnumerable<JsonElement> Rows(long offset = 0)
    {
        foreach (var page in Pages)
        {
            var count = page.GetArrayLength();
            if (offset >= count)
            {
                offset -= count;
                continue;
            }

            foreach (var row in page.EnumerateArray())
            {
                if (offset > 0) offset--;
                else yield return row;
            }
        }
    }
}
