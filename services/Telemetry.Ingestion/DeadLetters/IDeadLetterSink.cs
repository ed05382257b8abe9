using Telemetry.Domain.Parsing;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.DeadLetters;

/// <summary>Where messages go that are no valid events.</summary>
public interface IDeadLetterSink
{
    /// <summary>Takes over a copy of a message with the reason. Completes when the copy is accepted for delivery; waits while there is no room.</summary>
    ValueTask WriteAsync(KafkaMessage message, Rejection rejection, CancellationToken cancellationToken);
}
