using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Telemetry.ServiceDefaults.Health;

namespace Telemetry.ServiceDefaults.Tests.Health;

public sealed class ReadinessLogTests : ILogger<ReadinessLog>
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _lines = [];
    private readonly ReadinessLog _log;

    public ReadinessLogTests() => _log = new ReadinessLog(_time, this);

    [Fact]
    public async Task It_tells_that_a_host_is_ready_once_and_then_keeps_silent()
    {
        for (var i = 0; i < 100; i++)
            await PublishAsync(HealthStatus.Healthy);

        Assert.Equal(["Information: Ready, after 00:00:00 of not being so."], _lines);
    }

    [Fact]
    public async Task It_tells_why_a_host_is_not_ready_repeats_it_each_minute_and_tells_how_long_it_was()
    {
        await PublishAsync(HealthStatus.Healthy);
        _lines.Clear();
        for (var second = 0; second <= 150; second += 5)
            await PublishAsync(HealthStatus.Unhealthy, second < 100 ? "No broker has answered." : "Partitions are not claimed.");
        await PublishAsync(HealthStatus.Healthy);

        Assert.Equal(
            [
                "Warning: Not ready: gateway: No broker has answered.",
                "Warning: Not ready for 00:01:00 now: gateway: No broker has answered.",
                "Warning: Not ready for 00:02:00 now: gateway: Partitions are not claimed.",
                "Information: Ready, after 00:02:35 of not being so.",
            ],
            _lines);
    }

    [Fact]
    public async Task A_check_that_only_warns_keeps_nobody_from_being_ready()
    {
        await PublishAsync(HealthStatus.Degraded, "Memory is short.");

        Assert.StartsWith("Information: Ready", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_threw_is_told_by_its_exception()
    {
        await _log.PublishAsync(Report(new HealthReportEntry(HealthStatus.Unhealthy, null, TimeSpan.Zero, new InvalidOperationException("It broke."), null)), CancellationToken.None);

        Assert.Equal(["Warning: Not ready: gateway: It broke."], _lines);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add($"{logLevel}: {formatter(state, exception)}");

    private async Task PublishAsync(HealthStatus status, string? description = null)
    {
        await _log.PublishAsync(Report(new HealthReportEntry(status, description, TimeSpan.Zero, null, null)), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));
    }

    private static HealthReport Report(HealthReportEntry gateway) =>
        new(new Dictionary<string, HealthReportEntry> { ["ingestion"] = new(HealthStatus.Healthy, "It runs.", TimeSpan.Zero, null, null), ["gateway"] = gateway }, TimeSpan.Zero);
}
