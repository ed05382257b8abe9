namespace Telemetry.Kafka.Consuming;

/// <summary>
/// Hears of the partitions that come and go. Called on the polling thread from inside <see cref="ITelemetrySource.Poll"/> and
/// Dispose, alike for eager and cooperative assignors: a partition is assigned once and then revoked once or lost once. The
/// calls may take their time (a snapshot is written), within max.poll.interval.ms. An exception leaves through Poll.
/// </summary>
public interface IRebalanceListener
{
    /// <summary>A partition is ours. Returns the offset to start at, or null for the earliest that the broker holds.</summary>
    long? Assigned(int partition);

    /// <summary>A partition goes to another member in good order; it is still ours during this call, and may be committed.</summary>
    void Revoked(int partition);

    /// <summary>A partition was taken away: someone else may own it already, and commits are refused.</summary>
    void Lost(int partition);

    /// <summary>Something is wrong with the connection, the topic or the group. All but fatal problems are retried by the client.</summary>
    void Error(KafkaProblem problem);
}
