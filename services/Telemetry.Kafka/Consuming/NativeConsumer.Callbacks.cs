using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Librdkafka;

namespace Telemetry.Kafka.Consuming;

/// <summary>
/// What librdkafka calls. All but the log come on the polling thread, from inside a batch call. They note and return; an
/// exception must not cross into native code, and nothing here throws.
/// </summary>
internal sealed unsafe partial class NativeConsumer
{
    private static bool IsOutage(int error) => BrokerOutage.Is((Confluent.Kafka.ErrorCode)error);

    private static NativeConsumer Of(nint opaque) => (NativeConsumer)GCHandle.FromIntPtr(opaque).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRebalance(nint client, int kind, TopicPartitionList* partitions, nint opaque)
    {
        var consumer = Of(opaque);
        consumer._source.NoteRebalance(kind, partitions);
        if (consumer._queue != 0) Native.QueueYield(consumer._queue); // end the wait, so that the answer is not delayed by it
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCommit(nint client, int error, TopicPartitionList* offsets, nint opaque)
    {
        if (error is Rd.NoError or Rd.ErrorNoOffset) return;
        Of(opaque)._source.Note(new KafkaProblem(
            Native.Text(Native.ErrorName(error)),
            $"A commit failed ({Native.Text(Native.ErrorText(error))}); the next one takes its place. Committed offsets tell others how far this " +
            "consumer is; nothing is counted by them.",
            IsFatal: false)
        {
            IsOutage = IsOutage(error),
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(nint client, int error, byte* reason, nint opaque)
    {
        var source = Of(opaque)._source;
        if (error == Rd.ErrorFatal)
            source.NoteFatal(client);
        else
            source.Note(new KafkaProblem(Native.Text(Native.ErrorName(error)), Native.Text(reason), IsFatal: false) { IsOutage = IsOutage(error) });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint client, int level, byte* facility, byte* text)
    {
        // Any of librdkafka's threads; the opaque is not there yet for lines written by rd_kafka_new itself.
        if (Native.Opaque(client) is not (not 0 and var opaque)) return;
        var area = Native.Text(facility);
        var severity = level switch { _ when BrokerOutage.RepeatsError(area) => LogLevel.Debug, <= 3 => LogLevel.Error, 4 => LogLevel.Warning, <= 6 => LogLevel.Information, _ => LogLevel.Debug };
        var logger = Of(opaque)._logger;
        if (!logger.IsEnabled(severity)) return;
        var line = Native.Text(text);
        LogClient(logger, severity, area, line);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnTokenRefresh(nint client, byte* config, nint opaque) => Of(opaque).RefreshToken();

    [LoggerMessage(EventId = 1012, Message = "librdkafka {Facility}: {Text}")]
    private static partial void LogClient(ILogger logger, LogLevel level, string facility, string text);
}
