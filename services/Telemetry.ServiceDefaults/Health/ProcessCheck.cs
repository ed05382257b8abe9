using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Telemetry.ServiceDefaults.Health;

/// <summary>Not ready from the moment that the host is asked to stop.</summary>
internal sealed class ProcessCheck(IHostApplicationLifetime host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("This node is stopping; use another one.")
            : HealthCheckResult.Healthy("The process runs."));
}
