using Telemetry.Kafka.Consuming;

namespace Telemetry.Kafka.DeadLetters;

/// <summary>A message that could not be used, as it was, with what is needed to find it again and to see why.</summary>
/// <param name="Reason">One word for machines, such as "not-json"; counted by it.</param>
/// <param name="Detail">What was found and what was expected, for people.</param>
/// <param name="Topic">Where it came from.</param>
/// <param name="Partition">Where it came from.</param>
/// <param name="Offset">Where it came from.</param>
/// <param name="TimestampUnixMs">The message's own time; -1 when it had none.</param>
/// <param name="Key">The key's bytes, null for none.</param>
/// <param name="Value">The value's bytes, null for none.</param>
public sealed record DeadLetter(
    string Reason, string Detail, string Topic, int Partition, long Offset, long TimestampUnixMs, byte[]? Key, byte[]? Value)
{
    /// <summary>Copies a message, which may be released afterwards.</summary>
    public static DeadLetter Of(KafkaMessage message, string topic, string reason, string detail) => new(
        reason, detail, topic, message.Partition, message.Offset, message.TimestampUnixMs,
        message.HasKey ? message.Key.ToArray() : null,
        message.HasValue ? message.Value.ToArray() : null);
}
