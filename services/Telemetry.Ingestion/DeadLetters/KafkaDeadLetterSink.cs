using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Parsing;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Consuming;
using Telemetry.Kafka.DeadLetters;

namespace Telemetry.Ingestion.DeadLetters;

/// <summary>
/// Writes rejected messages to the dead-letter topic. While the topic's broker is away they wait in bounded memory and then hold
/// the partition back. When the topic itself refuses (it does not exist, access is denied) the stream goes on: the message is
/// still where it came from, and the log says where that is.
/// </summary>
public sealed partial class KafkaDeadLetterSink(DeadLetterWriter writer, IOptions<KafkaOptions> options, ILogger<KafkaDeadLetterSink> logger) : IDeadLetterSink
{
    public async ValueTask WriteAsync(KafkaMessage message, Rejection rejection, CancellationToken cancellationToken)
    {
        var letter = DeadLetter.Of(message, options.Value.EventsTopic, rejection.Reason, rejection.Detail);
        try
        {
            await writer.WriteAsync(letter, cancellationToken);
        }
        catch (KafkaException exception)
        {
            LogRefused(letter.Topic, letter.Partition, letter.Offset, letter.Reason, exception);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.FlushAsync(cancellationToken);
        }
        catch (KafkaException)
        {
            // Refused for good; the writer has told which.
        }
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Error,
        Message = "{Topic}[{Partition}] at {Offset} is no valid event ({Reason}) and the dead-letter topic refuses it; it is counted and stays in its topic.")]
    private partial void LogRefused(string topic, int partition, long offset, string reason, Exception exception);
}
