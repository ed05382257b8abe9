using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Telemetry.Kafka.Connecting;

/// <summary>What producers and admin clients say, in this project's log.</summary>
internal static partial class ClientLog
{
    internal static void Line(ILogger logger, LogMessage message) =>
        Client(logger, message.Level switch
        {
            _ when BrokerOutage.RepeatsError(message.Facility) => LogLevel.Debug,
            <= SyslogLevel.Error => LogLevel.Error,
            SyslogLevel.Warning => LogLevel.Warning,
            <= SyslogLevel.Info => LogLevel.Information,
            _ => LogLevel.Debug,
        }, message.Facility, message.Message);

    internal static void Problem(ILogger logger, string code, string reason, bool fatal)
    {
        if (fatal) Fatal(logger, code, reason);
        else Retried(logger, code, reason);
    }

    [LoggerMessage(EventId = 1001, Message = "librdkafka {Facility}: {Text}")]
    private static partial void Client(ILogger logger, LogLevel level, string facility, string text);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Kafka client: {Code}: {Reason}. The client retries.")]
    private static partial void Retried(ILogger logger, string code, string reason);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error,
        Message = "Kafka client: {Code}: {Reason}. This client can't go on and must be made anew.")]
    private static partial void Fatal(ILogger logger, string code, string reason);
}
