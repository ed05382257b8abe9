using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Telemetry.Chat.Answers;
using Telemetry.Chat.Results;
using Telemetry.Chat.Tools;
using Telemetry.Semantics.Planning;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Questions;

/// <summary>A query's result, and whether it was there already.</summary>
internal sealed record QueryOutcome(KeptResult Result, bool Cached);

/// <summary>Gets the result of a plan: from the shelf, from an equal query under way, or from the MCP server.</summary>
internal sealed class QueryRunner(McpTools tools, ResultShelf shelf, QueryFlights flights, IOptions<ChatOptions> options)
{
    private const int PageSize = 1_000;

    public async Task<QueryOutcome> RunAsync(TenantScope tenants, Planned planned, IFlightListener listener, CancellationToken cancellationToken)
    {
        var key = new QueryKey(tenants, planned.Question.Sql ?? "", planned.Question.PlanHash ?? "");
        // "Now" is another number a second later.
        var keepAs = planned.Question.Source == AnswerSource.Live ? (QueryKey?)null : key;
        if (keepAs is not null && shelf.FindFresh(key) is { } kept) return new QueryOutcome(kept, Cached: true);
        var result = await flights.JoinAsync(key, (all, stop) => FetchAsync(tenants, planned, keepAs, all, stop), listener, cancellationToken);
        return new QueryOutcome(result, Cached: false);
    }

    private async Task<KeptResult> FetchAsync(TenantScope tenants, Planned planned, QueryKey? keepAs, IFlightListener listener, CancellationToken cancellationToken)
    {
        // The run that this one would have joined may have ended since the shelf was looked at.
        if (keepAs is { } key && shelf.FindFresh(key) is { } kept) return kept;
        var maxRows = options.Value.MaxAnswerRows;
        var run = await tools.RunAsync(tenants, planned.Plan!.Value, planned.Now, Math.Min(PageSize, maxRows), listener.Progressed, listener.Noted, cancellationToken);
        var pages = new List<JsonElement> { run.Rows };
        var rows = run.Rows.GetArrayLength();
        var next = run.NextPageToken;
        while (!string.IsNullOrEmpty(next) && rows < maxRows)
        {
            listener.Progressed(new RunProgress(run.RowCount is > 0 ? (double)rows / run.RowCount : null, "paging", run.BytesScanned));
            var page = await tools.PageAsync(tenants, run.QueryId, next, Math.Min(PageSize, maxRows - rows), cancellationToken);
            pages.Add(page.Rows);
            rows += page.Rows.GetArrayLength();
            next = page.NextPageToken;
        }

        var rest = string.IsNullOrEmpty(next) ? null : new RestOfRows(run.QueryId, next);
        var count = rest is null ? rows : Math.Max(rows, run.RowCount ?? rows);
        var answer = AnswerFactory.WithTable(planned, run, count);
        var result = new KeptResult(RandomNumberGenerator.GetHexString(32, lowercase: true), tenants, answer, run.Columns, pages, rest);
        shelf.Put(keepAs, result);
        return result;
    }
}
