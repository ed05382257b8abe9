namespace Telemetry.Kafka.Consuming;

/// <summary>What the broker holds of a partition.</summary>
/// <param name="Earliest">Offset of the first message that is still there.</param>
/// <param name="End">Offset that the next message will get.</param>
public readonly record struct LogBounds(long Earliest, long End);
