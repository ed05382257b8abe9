namespace Telemetry.Kafka.Consuming;

/// <summary>
/// Hears of the partitions that come and go. Called on the polling thread from inside <see cref="ITelemetrySource.Poll"/> and
/// Dispose, alike for eager and cooperative assignors: a partition is assigned once and then revoked once or lost once. What goes
/// together comes in one call, so that it can be worked off in parallel. The calls may take their time (a snapshot is written),
/// within max.poll.interval.ms. An exception leaves through Poll.
/// </summary>
public interface IRebalanceListener
{
    /// <summary>
    /// Partitions are ours, besides those that are; none when there is nothing (more) for this member. Each stands still until
    /// <see cref="ITelemetrySource.Start"/>, which may be called in here or later.
    /// </summary>
    void Assigned(IReadOnlyList<int> partitions);

    /// <summary>Partitions go to other members in good order; they are still ours during this call, and may be committed.</summary>
    void Revoked(IReadOnlyList<int> partitions);

    /// <summary>Partitions were taken away: someone else may own them already, and commits are refused.</summary>
    void Lost(IReadOnlyList<int> partitions);

    /// <summary>Something is wrong with the connection, the topic or the group. All but fatal problems are retried by the client.</summary>
    void Error(KafkaProblem problem);
}
