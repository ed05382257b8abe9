using Telemetry.Domain.Parsing;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.DeadLetters;

/// <summary>Where messages go that are no valid events.</summary>
public interface IDeadLetterSink
{
    /// <summary>Takes over a copy of a message with the reason. Completes when the copy is accepted for delivery; waits while there is no room.</summary>
    ValueTask WriteAsync(KafkaMessage message, Rejection rejection, CancellationToken cancellationToken);

    /// <summary>Completes when every copy taken over so far is delivered, or refused for good, which the log tells.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}
