using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Lake.DuckDb;

namespace Telemetry.Lake.Tests.Athena.Server;

/// <summary>
/// Athena on loopback: its JSON 1.1 protocol, signatures, states, pages, reuse, tokens and faults, with DuckDB to execute.
/// Source: https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html
/// </summary>
internal sealed class AthenaServer : IAsyncDisposable
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string SessionToken = "session/token+of=tests";
    public const string Region = "eu-central-1";
    public const string WorkGroup = "telemetry";
    public const string Database = "lake";
    private const int Sessions = 4;

    private readonly ConcurrentDictionary<string, Execution> _executions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Sql, Execution Execution)> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(int Status, string Type, string? Action)> _refusals = new();
    private readonly BlockingCollection<Execution> _queue = [];
    private readonly SignatureCheck _signatures = new(AccessKey, SecretKey, SessionToken, Region, TimeProvider.System);
    private readonly string _folder;
    private readonly DuckDbDatabase _database;
    private readonly WebApplication _app;
    private readonly Task[] _workers;
    private readonly TaskCompletionSource _isToldToStop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AthenaServer(string folder, WebApplication app)
    {
        _folder = folder;
        _app = app;
        _database = new DuckDbDatabase(folder, new DuckDbOptions { MemoryMb = 512, Threads = 2 }, Sessions);
        var estimate = new ScanEstimate(new ColumnSizes());
        _workers = [.. _database.Sessions.Select(session => Task.Factory.StartNew(
            () =>
            {
                foreach (var execution in _queue.GetConsumingEnumerable()) execution.Run(session, estimate, _folder);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    /// <summary>Where it listens.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/";

    /// <summary>Actions of all requests, refused ones too.</summary>
    public ConcurrentQueue<string> Actions { get; } = new();

    /// <summary>Completes when a query is to be stopped for the first time, even if that is refused.</summary>
    public Task IsToldToStop => _isToldToStop.Task;

    /// <summary>The last request to start, as JSON.</summary>
    public JsonElement LastStart { get; private set; }

    /// <summary>Executions stay queued while this is set.</summary>
    public bool Holds { get; set; }

    /// <summary>The next execution fails for this reason and category instead of running.</summary>
    public (string Reason, int Category)? NextFailure { get; set; }

    /// <summary>What the next execution gives instead of running.</summary>
    public AthenaTable? NextResult { get; set; }

    /// <summary>Called when an execution has begun and the answer to the request that started it is still to be sent.</summary>
    public Action? HasStarted { get; set; }

    /// <summary>Whether the number of rows of a result is told.</summary>
    public bool CountsRows { get; set; } = true;

    public static async Task<AthenaServer> StartAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AthenaServer(folder, app);
        app.MapPost("/", server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Refuses the next requests, whatever they ask or those of one action.</summary>
    public void Refuse(int times, int status, string type, string? action = null)
    {
        for (var i = 0; i < times; i++) _refusals.Enqueue((status, type, action));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _queue.CompleteAdding();
        foreach (var execution in _executions.Values) execution.Cancel();
        await Task.WhenAll(_workers);
        _database.Dispose();
        _queue.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        var action = context.Request.Headers["X-Amz-Target"].ToString().Replace("AmazonAthena.", "", StringComparison.Ordinal);
        Actions.Enqueue(action);
        if (action == "StopQueryExecution") _isToldToStop.TrySetResult();
        if (_refusals.TryPeek(out var next) && (next.Action ?? action) == action && _refusals.TryDequeue(out var refusal))
        {
            await RefuseAsync(context, refusal.Status, refusal.Type, "Rate exceeded");
            return;
        }
        if (_signatures.Check(context.Request, bytes.ToArray()) is { } forged)
        {
            await RefuseAsync(context, 400, forged.Type, forged.Reason);
            return;
        }
        if (context.Request.ContentType != "application/x-amz-json-1.1")
        {
            await RefuseAsync(context, 415, "UnsupportedMediaTypeException", context.Request.ContentType ?? "");
            return;
        }
        try
        {
            var answer = Answer(action, JsonElement.Parse(bytes.ToArray()));
            context.Response.ContentType = "application/x-amz-json-1.1";
            await context.Response.WriteAsync(answer.ToJsonString());
        }
        catch (AthenaRefusal bad)
        {
            await RefuseAsync(context, 400, bad.Type, bad.Message);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string type, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        return context.Response.WriteAsync(new JsonObject { ["__type"] = type, ["Message"] = message }.ToJsonString());
    }

    private JsonObject Answer(string action, JsonElement request) => action switch
    {
        "StartQueryExecution" => Start(request),
        "GetQueryExecution" => Describe(Find(request)),
        "StopQueryExecution" => Stop(Find(request)),
        "GetQueryResults" => Results(Find(request), request),
        "GetQueryRuntimeStatistics" => Statistics(Find(request)),
        _ => throw new AthenaRefusal("UnknownOperationException", action),
    };

    private JsonObject Start(JsonElement request)
    {
        LastStart = request;
        var sql = request.GetProperty("QueryString").GetString()!;
        var token = request.GetProperty("ClientRequestToken").GetString()!;
        if (token.Length is < 32 or > 128) throw new AthenaRefusal("InvalidRequestException", "ClientRequestToken has a wrong length");
        if (request.GetProperty("WorkGroup").GetString() != WorkGroup) throw new AthenaRefusal("InvalidRequestException", "WorkGroup is not found.");
        if (request.GetProperty("QueryExecutionContext").GetProperty("Database").GetString() != Database)
            throw new AthenaRefusal("InvalidRequestException", "Database is not found.");
        var execution = new Execution(Guid.NewGuid().ToString(), sql, WorkGroup, TimeProvider.System.GetUtcNow());
        var known = _tokens.GetOrAdd(token, (sql, execution));
        if (known.Sql != sql) throw new AthenaRefusal("InvalidRequestException", "Idempotent parameters do not match");
        if (ReferenceEquals(known.Execution, execution))
        {
            var kept = NextResult ?? Kept(request, sql);
            NextResult = null;
            _executions[execution.Id] = execution;
            if (NextFailure is { } failure)
            {
                NextFailure = null;
                execution.Fail(failure.Reason, failure.Category);
            }
            else if (kept is not null)
            {
                execution.Reuse(kept);
            }
            else if (!Holds)
            {
                _queue.Add(execution);
            }
        }
        HasStarted?.Invoke();
        return new JsonObject { ["QueryExecutionId"] = known.Execution.Id };
    }

    private AthenaTable? Kept(JsonElement request, string sql)
    {
        if (!request.TryGetProperty("ResultReuseConfiguration", out var reuse)) return null;
        var byAge = reuse.GetProperty("ResultReuseByAgeConfiguration");
        if (!byAge.GetProperty("Enabled").GetBoolean()) return null;
        var oldest = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(byAge.GetProperty("MaxAgeInMinutes").GetInt32());
        return _executions.Values.FirstOrDefault(e => e.Sql == sql && e.State == "SUCCEEDED" && e.Submitted >= oldest)?.Table;
    }

    private static JsonObject Describe(Execution execution)
    {
        var status = new JsonObject { ["State"] = execution.State, ["SubmissionDateTime"] = execution.Submitted.ToUnixTimeMilliseconds() / 1000.0 };
        if (execution.Reason is { } reason)
        {
            status["StateChangeReason"] = reason;
            status["AthenaError"] = new JsonObject { ["ErrorCategory"] = execution.ErrorCategory, ["ErrorMessage"] = reason, ["Retryable"] = false };
        }
        return new JsonObject
        {
            ["QueryExecution"] = new JsonObject
            {
                ["QueryExecutionId"] = execution.Id,
                ["Query"] = execution.Sql,
                ["StatementType"] = "DML",
                ["WorkGroup"] = execution.WorkGroup,
                ["Status"] = status,
                ["Statistics"] = new JsonObject
                {
                    ["DataScannedInBytes"] = execution.BytesScanned,
                    ["ResultReuseInformation"] = new JsonObject { ["ReusedPreviousResult"] = execution.Reused },
                },
            },
        };
    }

    private static JsonObject Stop(Execution execution)
    {
        execution.Cancel();
        return [];
    }

    private static JsonObject Results(Execution execution, JsonElement request)
    {
        if (execution.Table is not { } table)
            throw new AthenaRefusal("InvalidRequestException", $"Query has not yet finished. Current state: {execution.State}");
        var size = request.TryGetProperty("MaxResults", out var max) ? max.GetInt32() : 1_000;
        if (size is < 1 or > 1_000) throw new AthenaRefusal("InvalidRequestException", "MaxResults is out of range");
        var from = 0;
        if (request.TryGetProperty("NextToken", out var token)
            && !(token.GetString()!.StartsWith("AYe+", StringComparison.Ordinal)
                && int.TryParse(token.GetString()![4..], NumberStyles.None, CultureInfo.InvariantCulture, out from) && from <= table.Rows.Count))
        {
            throw new AthenaRefusal("InvalidRequestException", "Invalid NextToken");
        }
        // The first row of the first page repeats the names, and counts.
        var rows = new List<string?[]>();
        if (from == 0) rows.Add([.. table.Columns.Select(static c => (string?)c.Name)]);
        var end = Math.Min(from + size - rows.Count, table.Rows.Count);
        for (var i = from; i < end; i++) rows.Add(table.Rows[i]);
        var answer = new JsonObject
        {
            ["UpdateCount"] = 0,
            ["ResultSet"] = new JsonObject
            {
                ["ResultSetMetadata"] = new JsonObject
                {
                    ["ColumnInfo"] = new JsonArray([.. table.Columns.Select(static c => new JsonObject { ["Name"] = c.Name, ["Label"] = c.Name, ["Type"] = c.Type })]),
                },
                ["Rows"] = new JsonArray([.. rows.Select(static r => new JsonObject { ["Data"] = new JsonArray([.. r.Select(Cell)]) })]),
            },
        };
        if (end < table.Rows.Count) answer["NextToken"] = string.Create(CultureInfo.InvariantCulture, $"AYe+{end}");
        return answer;
    }

    private static JsonObject Cell(string? value) => value is null ? [] : new JsonObject { ["VarCharValue"] = value };

    private JsonObject Statistics(Execution execution) => new()
    {
        ["QueryRuntimeStatistics"] = CountsRows ? new JsonObject { ["Rows"] = new JsonObject { ["OutputRows"] = execution.Table?.Rows.Count } } : [],
    };

    private Execution Find(JsonElement request)
    {
        var id = request.GetProperty("QueryExecutionId").GetString()!;
        return _executions.TryGetValue(id, out var execution)
            ? execution
            : throw new AthenaRefusal("InvalidRequestException", $"QueryExecution {id} was not found");
    }

    private sealed class AthenaRefusal(string type, string message) : Exception(message)
    {
        public string Type { get; } = type;
    }
}
