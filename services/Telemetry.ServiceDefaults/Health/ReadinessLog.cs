using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Telemetry.ServiceDefaults.Health;

/// <summary>
/// Says in one line that the host is not ready and why, in another that it is again, and in between once a minute what keeps it.
/// </summary>
internal sealed partial class ReadinessLog(TimeProvider time, ILogger<ReadinessLog> logger) : IHealthCheckPublisher
{
    private static readonly TimeSpan ReminderInterval = TimeSpan.FromMinutes(1);
    private bool? _wasReady;
    private long _changedAt, _saidAt;

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        var isReady = report.Status != HealthStatus.Unhealthy;
        var now = time.GetTimestamp();
        if (isReady != _wasReady)
        {
            var before = _wasReady is null ? TimeSpan.Zero : time.GetElapsedTime(_changedAt, now);
            var reasons = Reasons(report);
            if (isReady)
                LogReady(before);
            else
                LogNotReady(reasons);
            (_wasReady, _changedAt, _saidAt) = (isReady, now, now);
        }
        else if (!isReady && time.GetElapsedTime(_saidAt, now) >= ReminderInterval)
        {
            var (since, reasons) = (time.GetElapsedTime(_changedAt, now), Reasons(report));
            LogStillNotReady(since, reasons);
            _saidAt = now;
        }
        return Task.CompletedTask;
    }

    private static string Reasons(HealthReport report) => string.Join(' ', report.Entries
        .Where(check => check.Value.Status == HealthStatus.Unhealthy)
        .Select(check => $"{check.Key}: {check.Value.Description ?? check.Value.Exception?.Message}"));

    [LoggerMessage(EventId = 1901, Level = LogLevel.Information, Message = "Ready, after {Time} of not being so.")]
    private partial void LogReady(TimeSpan time);

    [LoggerMessage(EventId = 1902, Level = LogLevel.Warning, Message = "Not ready: {Reasons}")]
    private partial void LogNotReady(string reasons);

    [LoggerMessage(EventId = 1903, Level = LogLevel.Warning, Message = "Not ready for {Time} now: {Reasons}")]
    private partial void LogStillNotReady(TimeSpan time, string reasons);
}
