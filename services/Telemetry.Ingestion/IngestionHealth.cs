using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telemetry.Ingestion;

/// <summary>
/// Ready means: a member of the consumer group, owner of every partition that the group gives it (which may be none), and less than a
/// second behind the log. The answer says how far behind it is in any case.
/// </summary>
internal sealed class IngestionHealth(IngestionStatus status) : IHealthCheck
{
    /// <summary>A node that is further behind shows numbers of the past.</summary>
    public static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (lag, messages, partitions, unclaimed) = (status.LagTime, status.Lag, status.Partitions, status.UnclaimedPartitions);
        var data = new Dictionary<string, object> { ["partitions"] = partitions, ["unclaimedPartitions"] = unclaimed };
        if (messages is not null)
            data["lagMessages"] = messages;
        if (lag is not null)
            data["lagMs"] = (long)lag.Value.TotalMilliseconds;
        return Task.FromResult(Problem(lag, messages, unclaimed) is { } problem
            ? HealthCheckResult.Unhealthy(problem, data: data)
            : HealthCheckResult.Healthy(Text($"Counts {partitions} partitions, {Behind(lag, messages)}."), data));
    }

    private string? Problem(TimeSpan? lag, long? messages, int unclaimed) => this switch
    {
        _ when status.Ended is { } reason => reason,
        _ when !status.IsRunning => "Ingestion does not run (yet, or it starts again after a failure that the log tells).",
        _ when !status.HasJoined => "The consumer group has not said which partitions are this node's: it is joining, or no broker answers.",
        _ when unclaimed > 0 => Text($"{unclaimed} of this node's partitions are not claimed yet: their states are being read, or the snapshot store does not answer."),
        _ when lag is null || messages is null => "How far behind the log this node is is not known yet: no broker has answered.",
        _ when lag >= MaxLag => Text($"Counting is {Behind(lag, messages)}; ready is less than {MaxLag.TotalMilliseconds:N0} ms."),
        _ => null,
    };

    private static string Behind(TimeSpan? lag, long? messages) => Text($"{messages:N0} messages and {lag?.TotalMilliseconds:N0} ms behind the log");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
