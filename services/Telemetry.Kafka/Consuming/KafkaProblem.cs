namespace Telemetry.Kafka.Consuming;

/// <summary>What a Kafka client reports when something is wrong.</summary>
/// <param name="Code">librdkafka's name of the error, such as "_ALL_BROKERS_DOWN" or "TOPIC_AUTHORIZATION_FAILED".</param>
/// <param name="Reason">The client's own words.</param>
/// <param name="IsFatal">The client can't recover: dispose it and start another. Everything else is being retried.</param>
/// <param name="Partition">The partition it is about, if it is about one.</param>
public sealed record KafkaProblem(string Code, string Reason, bool IsFatal, int? Partition = null)
{
    /// <summary>Whether it says no more than that a broker can't be reached, which is logged once for all clients of a process.</summary>
    public bool IsOutage { get; init; }

    /// <summary>Leaves the poll when the client can't recover.</summary>
    /// <exception cref="InstanceIdTakenException">Another client would not go on either.</exception>
    /// <exception cref="InvalidOperationException">Another client may.</exception>
    public void ThrowIfFatal()
    {
        if (!IsFatal) return;
        throw Code == InstanceIdTakenException.Code
            ? new InstanceIdTakenException(Reason)
            : new InvalidOperationException($"The Kafka client can't go on ({Code}): {Reason}");
    }
}
