namespace Telemetry.Kafka.Consuming;

/// <summary>
/// One consumer of one topic in a consumer group, polled by one thread that never blocks longer than asked.
/// <see cref="Poll"/>, <see cref="Start"/>, <see cref="Pause"/>, <see cref="Resume"/> and Dispose belong to that thread;
/// <see cref="BoundsAsync"/>, <see cref="Commit"/> and <see cref="LagOf"/> may be called from any.
/// </summary>
public interface ITelemetrySource : IDisposable
{
    /// <summary>
    /// Fills <paramref name="into"/> with messages of any assigned partition, in order within a partition, and returns as soon
    /// as there is at least one. Rebalances and errors are delivered to the listener from inside this call, and only when
    /// every message of the old assignment has been returned by an earlier call. Call it at least every max.poll.interval.ms
    /// (5 min by default), also while everything is paused, or the group takes the partitions away.
    /// </summary>
    /// <param name="into">Room for the messages, at least one; the caller releases each that is returned.</param>
    /// <param name="maxWait">How long to wait for the first message; zero only looks. Rounded to milliseconds.</param>
    /// <returns>How many messages were filled in, from index 0; 0 after <paramref name="maxWait"/> or a rebalance.</returns>
    int Poll(Span<KafkaMessage> into, TimeSpan maxWait);

    /// <summary>
    /// Lets an assigned partition begin, which stands still since it was assigned, or begin again elsewhere. Ends a pause. Without
    /// effect on a partition that is not assigned (any more).
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="offset">Its first message to return; null for the earliest that the broker holds. Where the broker has no such
    /// message, the earliest is taken.</param>
    void Start(int partition, long? offset);

    /// <summary>Asks the broker what it holds of a partition, assigned or not.</summary>
    /// <exception cref="Confluent.Kafka.KafkaException">The broker did not say within two seconds.</exception>
    Task<LogBounds> BoundsAsync(int partition, CancellationToken cancellationToken);

    /// <summary>
    /// Stops a partition: from now on no call of <see cref="Poll"/> returns a message of it. What was fetched ahead for it is
    /// discarded here and fetched again after <see cref="Resume"/>. Without effect on a partition that is not assigned.
    /// </summary>
    void Pause(int partition);

    /// <summary>Continues a paused partition with the message after the last one returned: nothing is lost or repeated.</summary>
    void Resume(int partition);

    /// <summary>
    /// Stores the offset of the next message to be handled; it is sent to the broker within a second, on revoke and on
    /// dispose. Without effect on a partition that is not assigned (any more): its new owner commits.
    /// </summary>
    void Commit(int partition, long nextOffset);

    /// <summary>
    /// Messages that the broker holds after the last one returned by <see cref="Poll"/>, null while unknown or not assigned.
    /// Does not block. As old as the partition's last fetch, so it stands still while the partition is paused.
    /// </summary>
    long? LagOf(int partition);
}
