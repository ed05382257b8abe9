using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Guard;
using Telemetry.Mcp.Live;
using Telemetry.Mcp.Planning;
using Telemetry.Mcp.Queries;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Mcp.Tools;

/// <summary>Tools that run something, and read or stop what runs.</summary>
[McpServerToolType]
internal sealed class QueryTools(IQuestionPlanner planner, QuestionClock clock, SqlGuard guard, CallerTenants callers, QueryRunner runner, LiveAnswers live)
{
    [McpServerTool(Name = "run_plan", Title = "Run a plan", ReadOnly = true, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Runs a plan of plan_question and returns the first page of its rows. Reports progress; cancelling the call stops the engine's work.")]
    public async Task<QueryResult> RunPlan(
        RequestContext<CallToolRequestParams> request,
        [Description("A plan as plan_question returned it.")] QueryPlan plan,
        [Description("Rows of a page, 1 to 1,000; 1,000 if absent.")] int? pageSize = null,
        [Description("The present that the plan's relative times refer to, ISO 8601; the server's clock if absent.")] DateTimeOffset? now = null,
        CancellationToken cancellationToken = default)
    {
        var size = PageSize(pageSize);
        var tenants = callers.Of(request);
        var planned = planner.Describe(plan, new PlanningContext(now ?? clock.Now));
        if (planned is not { Kind: PlannedKind.Plan, Sql: { } sql }) throw ToolFailureException.Refused(planned.Text);
        if (planned.Source is AnswerSource.Live && await live.TryAsync(plan, planned, tenants, cancellationToken) is { } answer) return answer;
        var result = await runner.RunAsync(guard.Judge(sql, tenants), size, Progress.Of(request), cancellationToken);
        return planned.Source is AnswerSource.Live
            ? result with { Note = "Answered from the lake, which lags the live stream by up to 90 s." }
            : result;
    }

    [McpServerTool(Name = "run_sql", Title = "Run a SELECT", ReadOnly = true, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Runs one SELECT in Athena's dialect over the tables events, titles and places, and returns the first page of its rows. Anything else is refused with the reason. Reports progress; cancelling the call stops the engine's work.")]
    public Task<QueryResult> RunSql(
        RequestContext<CallToolRequestParams> request,
        [Description("One SELECT statement, at most 32,768 characters; see describe_table for columns.")] string sql,
        [Description("Rows of a page, 1 to 1,000; 1,000 if absent.")] int? pageSize = null,
        CancellationToken cancellationToken = default)
    {
        var size = PageSize(pageSize);
        return runner.RunAsync(guard.Judge(sql, callers.Of(request)), size, Progress.Of(request), cancellationToken);
    }

    [McpServerTool(Name = "get_results", Title = "Read further rows", ReadOnly = true, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("A further page of a result of run_plan or run_sql.")]
    public Task<QueryResult> GetResults(
        RequestContext<CallToolRequestParams> request,
        [Description("queryId of the result.")] string queryId,
        [Description("nextPageToken of the page before; the first page if absent.")] string? pageToken = null,
        [Description("Rows of a page, 1 to 1,000; 1,000 if absent.")] int? pageSize = null,
        CancellationToken cancellationToken = default) =>
        runner.ReadAsync(queryId, callers.Of(request), pageToken, PageSize(pageSize), cancellationToken);

    // Not read-only in the protocol's sense: it ends something. Nothing is lost by it that can't be run again.
    [McpServerTool(Name = "cancel_query", Title = "Cancel a query", ReadOnly = false, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Stops the engine's work on a query; one that has ended stays as it is.")]
    public async Task<CancelledQuery> CancelQuery(
        RequestContext<CallToolRequestParams> request,
        [Description("queryId, from the progress of run_plan or run_sql.")] string queryId,
        CancellationToken cancellationToken = default)
    {
        var status = await runner.CancelAsync(queryId, callers.Of(request), cancellationToken);
        return new CancelledQuery(queryId, status.State, (long)status.Elapsed.TotalMilliseconds);
    }

    private static int PageSize(int? asked) => asked switch
    {
        null => QueryLimits.MaxPageSize,
        >= 1 and <= QueryLimits.MaxPageSize => asked.Value,
        _ => throw ToolFailureException.Invalid($"pageSize is {asked}; it must be 1 to {QueryLimits.MaxPageSize}."),
    };
}

/// <summary>What <c>cancel_query</c> returns.</summary>
/// <param name="QueryId">As given.</param>
/// <param name="State">Its state now: cancelled, or how it had ended before.</param>
/// <param name="ElapsedMs">Time that it ran, ms.</param>
public sealed record CancelledQuery(string QueryId, QueryState State, long ElapsedMs);
