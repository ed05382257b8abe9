using Microsoft.Extensions.Diagnostics.HealthChecks;
using Polly.CircuitBreaker;

namespace Telemetry.Chat.Tools;

/// <summary>
/// Tells the state of the circuit to the MCP server. An open one is degraded, not unhealthy: chat still answers from its cache and
/// its history, and says what is wrong, where a node taken out of traffic could not.
/// </summary>
internal sealed class McpHealthCheck(McpPipelines pipelines) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(pipelines.Circuit switch
        {
            CircuitState.Closed => HealthCheckResult.Healthy("The circuit to the MCP server is closed: calls pass."),
            CircuitState.HalfOpen => HealthCheckResult.Degraded("The circuit to the MCP server is half open: the next call tries it."),
            _ => HealthCheckResult.Degraded("The circuit to the MCP server is open: it failed, and calls are refused until it is tried again."),
        });
}
