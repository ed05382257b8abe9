using Microsoft.Extensions.Logging;

namespace Telemetry.Kafka.Consuming;

internal sealed unsafe partial class KafkaTelemetrySource
{
    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning,
        Message = "The consumer of {Topic} could not leave its group within three seconds; " +
            "the group moves its partitions after the session timeout.")]
    private partial void LogCloseTimedOut(string topic);
}
