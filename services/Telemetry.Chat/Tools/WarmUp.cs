using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Telemetry.Chat.Questions;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Tools;

/// <summary>
/// Asks a few of the suggested questions for nobody when the host starts. The first question needs code that has not been compiled, a
/// connection that has not been made and files that have not been opened, here, in the MCP server and in its engine: a second in which
/// nobody should have to wait. The host is ready when this has ended, well or not.
/// </summary>
internal sealed partial class WarmUp(McpConnection connection, McpTools tools, PlanningClock clock, IOptions<ChatOptions> options, TimeProvider time, ILogger<WarmUp> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoFilters = new Dictionary<string, IReadOnlyList<string>>();
    private static readonly IReadOnlyDictionary<string, string> NoChoices = new Dictionary<string, string>();
    private volatile bool _ended;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_ended
            ? HealthCheckResult.Healthy("The first questions have been asked.")
            : HealthCheckResult.Unhealthy("The first questions are being asked, so that nobody has to wait for what only they need."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (options.Value.WarmUpQuestions == 0) return;
            using var limit = new CancellationTokenSource(AtMost, time);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, limit.Token);
            await AskAsync(ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            LogNotWarm(failure);
        }
        finally
        {
            _ended = true;
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        // Without the retries and the circuit breaker of the tools: a server that isn't there yet is no fault of it.
        (await connection.UseAsync(cancellationToken)).Dispose();
        foreach (var question in (await tools.SuggestAsync(TenantScope.Every, [], cancellationToken)).Take(options.Value.WarmUpQuestions))
        {
            var planned = await tools.PlanAsync(TenantScope.Every, new PlanRequest(question, clock.Now, [], NoFilters, NoChoices), notes: null, cancellationToken);
            if (planned.Plan is { } plan) await tools.RunAsync(TenantScope.Every, plan, planned.Now, pageSize: 100, progress: null, notes: null, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 3120, Level = LogLevel.Debug, Message = "The first questions could not be asked, so the first asker waits a second longer.")]
    private partial void LogNotWarm(Exception exception);
}
