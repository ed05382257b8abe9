using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace Telemetry.Chat.Tools;

/// <summary>
/// What surrounds a call to the MCP server, from the outside in: a limit on a tenant's queries (runs only), retries with jitter, one circuit
/// breaker for the whole server, and a time limit a try. Every tool only reads, so any of them may be repeated; repeated is what
/// failed for a reason that passes.
/// </summary>
internal sealed partial class McpPipelines : IDisposable
{
    private static readonly ResiliencePropertyKey<string> TenantKey = new("tenant");
    private static readonly ResiliencePropertyKey<Action<string>?> NotesKey = new("notes");
    private static readonly ResiliencePropertyKey<bool> RanTooLongKey = new("ran too long");

    private readonly ChatOptions _options;
    private readonly ILogger _logger;
    private readonly PartitionedRateLimiter<string> _tenants;
    private readonly CircuitBreakerStateProvider _state = new();

    public McpPipelines(IOptions<ChatOptions> options, TimeProvider time, ILogger<McpPipelines> logger)
    {
        _options = options.Value;
        _logger = logger;
        _tenants = PartitionedRateLimiter.Create<string, string>(tenant => RateLimitPartition.GetConcurrencyLimiter(tenant, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = _options.QueriesPerTenant,
            QueueLimit = _options.WaitingPerTenant,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));
        var breaker = Builder(time).AddCircuitBreaker(Breaker()).Build();
        Call = Builder(time).AddRetry(Retry()).AddPipeline(breaker).AddTimeout(TimeSpan.FromSeconds(_options.CallTimeoutSeconds)).Build();
        Run = Builder(time)
            .AddRateLimiter(new RateLimiterStrategyOptions
            {
                RateLimiter = args => _tenants.AcquireAsync(args.Context.Properties.GetValue(TenantKey, ""), 1, args.Context.CancellationToken),
            })
            .AddRetry(Retry()).AddPipeline(breaker).AddTimeout(RunTimeout()).Build();
    }

    /// <summary>For tools that answer at once: plan, page, suggest.</summary>
    public ResiliencePipeline Call { get; }

    /// <summary>For a run of a query.</summary>
    public ResiliencePipeline Run { get; }

    /// <summary>State of the circuit to the server.</summary>
    public CircuitState Circuit => _state.CircuitState;

    /// <summary>The context of one call; <paramref name="notes"/> hears what an asker should know.</summary>
    public static ResilienceContext Begin(string tenant, Action<string>? notes, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(TenantKey, tenant);
        context.Properties.Set(NotesKey, notes);
        return context;
    }

    public void Dispose() => _tenants.Dispose();

    private static ResiliencePipelineBuilder Builder(TimeProvider time) => new() { TimeProvider = time };

    private RetryStrategyOptions Retry() => new()
    {
        MaxRetryAttempts = Math.Max(1, _options.Retries),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromMilliseconds(_options.RetryDelayMs),
        MaxDelay = TimeSpan.FromSeconds(5),
        ShouldHandle = args => ValueTask.FromResult(_options.Retries > 0
            && args.Outcome.Exception is ToolException { Retryable: true, Kind: not (ToolErrorKind.Slow or ToolErrorKind.Crowded) }),
        OnRetry = args =>
        {
            var what = args.Outcome.Exception is ToolException { Kind: ToolErrorKind.Throttled } ? "The lake is busy" : "The query service does not answer as it should";
            args.Context.Properties.GetValue(NotesKey, null)?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"{what}: trying again in {args.RetryDelay.TotalSeconds:0.0} s ({args.AttemptNumber + 1} of {_options.Retries})."));
            LogRetry(args.AttemptNumber + 1, args.RetryDelay.TotalMilliseconds, (args.Outcome.Exception as ToolException)?.Kind ?? default);
            return default;
        },
    };

    // A run that takes too long says that its query is heavy, not that the server is ill: one asker's heavy queries must not close the
    // server to everybody.
    private TimeoutStrategyOptions RunTimeout() => new()
    {
        Timeout = TimeSpan.FromSeconds(_options.RunTimeoutSeconds),
        OnTimeout = args =>
        {
            args.Context.Properties.Set(RanTooLongKey, true);
            return default;
        },
    };

    private CircuitBreakerStrategyOptions Breaker() => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = _options.BreakerThroughput,
        SamplingDuration = TimeSpan.FromSeconds(10),
        BreakDuration = TimeSpan.FromSeconds(_options.BreakerSeconds),
        StateProvider = _state,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is ToolException { IsServerFault: true }
            || (args.Outcome.Exception is TimeoutRejectedException && !args.Context.Properties.GetValue(RanTooLongKey, false))),
        OnOpened = args => { LogOpened(args.BreakDuration.TotalSeconds); return default; },
        OnClosed = _ => { LogClosed(); return default; },
        OnHalfOpened = _ => { LogHalfOpened(); return default; },
    };

    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "The MCP server failed ({Kind}); try {Attempt} follows in {DelayMs:0} ms.")]
    private partial void LogRetry(int attempt, double delayMs, ToolErrorKind kind);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Error, Message = "The circuit to the MCP server is open: nothing is sent to it for {Seconds} s.")]
    private partial void LogOpened(double seconds);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Information, Message = "The circuit to the MCP server is closed: it answers again.")]
    private partial void LogClosed();

    [LoggerMessage(EventId = 3104, Level = LogLevel.Information, Message = "The circuit to the MCP server is half open: one call tries it.")]
    private partial void LogHalfOpened();
}
