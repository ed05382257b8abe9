using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;
using Telemetry.Semantics.Planning;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Tools;

/// <summary>The MCP server's tools as methods. Each throws <see cref="ToolException"/>, whose text may be shown to the asker.</summary>
internal sealed partial class McpTools(McpConnection connection, McpPipelines pipelines, ILogger<McpTools> logger)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    // Of all earlier plans together. The server takes requests of 2 MiB, and escapes may treble what is not ASCII.
    private const int MaxPlanBytes = 512 * 1024;

    /// <summary><c>plan_question</c>.</summary>
    public async Task<Planned> PlanAsync(TenantScope tenants, PlanRequest request, Action<string>? notes, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?>
        {
            ["question"] = request.Question,
            ["now"] = Iso(request.Now),
        };
        AddPlans(arguments, request.EarlierPlans);
        if (request.BoundFilters.Count > 0) arguments["boundFilters"] = request.BoundFilters;
        if (request.Choices.Count > 0) arguments["choices"] = request.Choices;
        return await CallAsync(pipelines.Call, "plan_question", arguments, tenants, progress: null, notes, content => ReadPlanned(content, request.Now), cancellationToken);
    }

    /// <summary><c>run_plan</c>: runs a plan to its first page. Cancelling stops the engine's work.</summary>
    /// <param name="tenants">Who asks.</param>
    /// <param name="plan">As <see cref="PlanAsync"/> returned it.</param>
    /// <param name="now">The clock that it was made for: its time words must become the same times again.</param>
    /// <param name="pageSize">Rows of the page.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="notes">Hears what an asker should know.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<RunResult> RunAsync(
        TenantScope tenants, JsonElement plan, DateTimeOffset now, int pageSize, Action<RunProgress>? progress, Action<string>? notes, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?> { ["plan"] = plan, ["now"] = Iso(now), ["pageSize"] = pageSize };
        return CallAsync(pipelines.Run, "run_plan", arguments, tenants, progress is null ? null : new ProgressReader(progress), notes, ReadRun, cancellationToken);
    }

    /// <summary><c>get_results</c>: a further page of a run.</summary>
    public Task<RowsPage> PageAsync(TenantScope tenants, string queryId, string pageToken, int pageSize, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?> { ["queryId"] = queryId, ["pageToken"] = pageToken, ["pageSize"] = pageSize };
        return CallAsync(pipelines.Call, "get_results", arguments, tenants, progress: null, notes: null, ReadPage, cancellationToken);
    }

    /// <summary><c>run_sql</c>: runs a statement of our own to its first page.</summary>
    /// <param name="tenants">Who asks.</param>
    /// <param name="sql">One SELECT whose values came through the one place that makes literals of them.</param>
    /// <param name="pageSize">Rows of the page.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<RunResult> RunSqlAsync(TenantScope tenants, string sql, int pageSize, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?> { ["sql"] = sql, ["pageSize"] = pageSize };
        return CallAsync(pipelines.Run, "run_sql", arguments, tenants, progress: null, notes: null, ReadRun, cancellationToken);
    }

    /// <summary><c>suggest_questions</c>.</summary>
    public Task<IReadOnlyList<string>> SuggestAsync(TenantScope tenants, IReadOnlyList<JsonElement> earlierPlans, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?>();
        AddPlans(arguments, earlierPlans);
        return CallAsync(pipelines.Call, "suggest_questions", arguments, tenants, progress: null, notes: null, ReadSuggestions, cancellationToken);
    }

    // The newest are what a follow-up goes on from. Without a gap, or "undo" would go back to the wrong one.
    private static void AddPlans(Dictionary<string, object?> arguments, IReadOnlyList<JsonElement> plans)
    {
        var (first, bytes) = (plans.Count, 0L);
        while (first > 0 && (bytes += JsonMarshal.GetRawUtf8Value(plans[first - 1]).Length) <= MaxPlanBytes) first--;
        if (first < plans.Count) arguments["earlierPlans"] = plans.Skip(first).ToList();
    }

    private async Task<T> CallAsync<T>(
        ResiliencePipeline pipeline, string tool, Dictionary<string, object?> arguments, TenantScope tenants,
        IProgress<ProgressNotificationValue>? progress, Action<string>? notes, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var context = McpPipelines.Begin(tenants.Key, notes, cancellationToken);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, call) => await call.Tools.CallOnceAsync(call.Tool, call.Arguments, call.Options, call.Progress, call.Read, context.CancellationToken),
                context,
                (Tools: this, Tool: tool, Arguments: AsJson(arguments), Options: About(tenants), Progress: progress, Read: read));
        }
        catch (BrokenCircuitException exception)
        {
            throw new ToolException(ToolErrorKind.Unavailable,
                "The query service has failed several times, so it is left alone for a few seconds. Ask again then.", retryable: true, exception)
            {
                RetryAfter = exception.RetryAfter ?? TimeSpan.FromSeconds(5),
            };
        }
        catch (RateLimiterRejectedException exception)
        {
            throw new ToolException(ToolErrorKind.Crowded,
                "Too many questions of your organisation are being answered at the moment. Ask again in a few seconds.", retryable: true, exception)
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
        }
        catch (TimeoutRejectedException exception)
        {
            throw new ToolException(ToolErrorKind.Slow,
                string.Create(CultureInfo.InvariantCulture, $"The query service did not answer within {exception.Timeout.TotalSeconds:0.#} s. Ask again, or ask for a shorter time."),
                retryable: true, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<T> CallOnceAsync<T>(
        string tool, IReadOnlyDictionary<string, object?> arguments, RequestOptions? options, IProgress<ProgressNotificationValue>? progress,
        Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        McpConnection.Lease? lease = null;
        try
        {
            lease = await connection.UseAsync(cancellationToken);
            var result = await lease.Client.CallToolAsync(tool, arguments, progress, options, cancellationToken);
            return result.IsError == true ? throw ErrorIn(result) : Read(tool, result, read);
        }
        catch (Exception exception) when (exception is ToolException
            || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw;
        }
        catch (McpProtocolException exception) when (exception.ErrorCode is McpErrorCode.InvalidParams or McpErrorCode.MethodNotFound or McpErrorCode.InvalidRequest)
        {
            LogCallFailed(tool, exception);
            throw new ToolException(ToolErrorKind.Invalid, "The query service does not know this request; it may be of another version.", retryable: false, exception);
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.RequestEntityTooLarge)
        {
            LogCallFailed(tool, exception);
            throw new ToolException(ToolErrorKind.Invalid,
                "The question and its filters are too large for the query service. Ask with fewer filters or in a new conversation.",
                retryable: false, exception);
        }
        catch (JsonException exception)
        {
            lease?.GiveUp();
            throw Garbled(tool, exception);
        }
        catch (Exception exception)
        {
            // Refused or broken connections, answers that are no MCP, a server that has forgotten our session after a restart.
            lease?.GiveUp();
            LogCallFailed(tool, exception);
            throw new ToolException(ToolErrorKind.Unavailable, "The query service can't be reached. Ask again in a moment.", retryable: true, exception);
        }
        finally
        {
            lease?.Dispose();
        }
    }

    private T Read<T>(string tool, CallToolResult result, Func<JsonElement, T> read)
    {
        try
        {
            return read(result.StructuredContent ?? throw new JsonException("The result has no structured content."));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Garbled(tool, exception);
        }
    }

    // Whom it is for: the server knows only who we are, and we may see more than the asker.
    private static RequestOptions? About(TenantScope tenants) => tenants.IsEvery ? null : new RequestOptions
    {
        Meta = new JsonObject { [TenantScope.MetaKey] = new JsonArray([.. tenants.Tenants.Select(tenant => JsonValue.Create(tenant))]) },
    };

    // The client's own serializer knows the protocol's types and JSON, not ours.
    private static Dictionary<string, object?> AsJson(Dictionary<string, object?> arguments) =>
        arguments.ToDictionary(argument => argument.Key, argument => (object?)JsonSerializer.SerializeToElement(argument.Value, Json));

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private ToolException Garbled(string tool, Exception exception)
    {
        LogGarbled(tool, exception.Message);
        return new ToolException(ToolErrorKind.Garbled, "The query service answered with something that can't be read. Ask again in a moment.", retryable: true, exception);
    }

    private static ToolException ErrorIn(CallToolResult result)
    {
        const string Otherwise = "The query service could not answer this.";
        if (result.StructuredContent is { ValueKind: JsonValueKind.Object } content
            && content.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            var kind = Text(error, "kind");
            var message = PublicText.Of(Text(error, "message"), Otherwise);
            var retryable = error.TryGetProperty("retryable", out var flag) && flag.ValueKind == JsonValueKind.True;
            // Names only: "3" would parse as a number.
            return new ToolException(
                kind is not null && char.IsLetter(kind[0]) && Enum.TryParse<ToolErrorKind>(kind, ignoreCase: true, out var known) ? known : ToolErrorKind.Execution,
                message, retryable);
        }

        var text = result.Content.OfType<TextContentBlock>().FirstOrDefault()?.Text;
        return new ToolException(ToolErrorKind.Execution, PublicText.Of(text, Otherwise), retryable: false);
    }

    private static Planned ReadPlanned(JsonElement content, DateTimeOffset now)
    {
        var planned = JsonObject.Create(content) ?? throw new JsonException("A planned question is an object.");
        planned.Remove("plan");
        var plan = content.TryGetProperty("plan", out var element) && element.ValueKind == JsonValueKind.Object ? element.Clone() : (JsonElement?)null;
        var question = planned.Deserialize<PlannedQuestion>(Json) ?? throw new JsonException("A planned question is an object.");
        if (question.Kind == PlannedKind.Plan && (plan is null || string.IsNullOrEmpty(question.Sql)))
            throw new JsonException("A planned question of kind 'plan' has a plan and its SQL.");
        return new Planned(question, plan, now);
    }

    private static RunResult ReadRun(JsonElement content)
    {
        var run = content.Deserialize<RunResult>(Json) ?? throw new JsonException("A result is an object.");
        RowsOf(run.Rows, run.Columns.Count);
        return run;
    }

    private static RowsPage ReadPage(JsonElement content)
    {
        var page = content.Deserialize<RowsPage>(Json) ?? throw new JsonException("A page is an object.");
        RowsOf(page.Rows, columns: null);
        return page;
    }

    private static void RowsOf(JsonElement rows, int? columns)
    {
        if (rows.ValueKind != JsonValueKind.Array) throw new JsonException("Rows are an array.");
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array || (columns is { } count && row.GetArrayLength() != count))
                throw new JsonException("Each row is an array with a value for each column.");
        }
    }

    private static IReadOnlyList<string> ReadSuggestions(JsonElement content)
    {
        var list = content.ValueKind == JsonValueKind.Array ? content
            : content.EnumerateObject().FirstOrDefault(property => property.Value.ValueKind == JsonValueKind.Array).Value;
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).Take(20)]
            : throw new JsonException("Suggestions are an array of texts.");
    }

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    [LoggerMessage(EventId = 3110, Level = LogLevel.Warning, Message = "The MCP server's tool {Tool} failed.")]
    private partial void LogCallFailed(string tool, Exception exception);

    [LoggerMessage(EventId = 3111, Level = LogLevel.Warning, Message = "The MCP server's tool {Tool} answered with something unreadable: {Reason}")]
    private partial void LogGarbled(string tool, string reason);

    /// <summary>Reads the progress that the server reports; what can't be read is no reason to fail.</summary>
    private sealed class ProgressReader(Action<RunProgress> report) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value)
        {
            var (stage, bytes) = ("running", 0L);
            if (value.Message is { Length: > 0 } and ['{', ..] message)
            {
                try
                {
                    using var json = JsonDocument.Parse(message);
                    stage = Text(json.RootElement, "stage") ?? stage;
                    if (json.RootElement.TryGetProperty("bytesScanned", out var scanned) && scanned.TryGetInt64(out var count)) bytes = count;
                }
                catch (Exception exception) when (exception is JsonException or InvalidOperationException)
                {
                    return;
                }
            }

            var fraction = value.Total is > 0 ? value.Progress / value.Total.Value : value.Progress;
            report(new RunProgress(fraction is >= 0 and <= 1 ? fraction : null, stage, bytes));
        }
    }
}
