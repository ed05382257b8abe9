using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;
using Telemetry.Kafka.Connecting;

namespace Telemetry.Benchmarks.Ingest;

/// <summary>
/// What anyone would write first, on one thread: Confluent.Kafka's Consume, <see cref="Utf8JsonReader"/> over all fields,
/// one dictionary count by event type. It validates nothing and keeps nothing else.
/// </summary>
internal static class BareLoop
{
    public static TimeSpan Run(KafkaOptions options, int events)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(KafkaClientConfigs.Consumer(options)).Build();
        consumer.Subscribe(options.EventsTopic);
        var counts = new Dictionary<string, long>().GetAlternateLookup<ReadOnlySpan<char>>();
        long started = 0;
        Span<char> type = stackalloc char[64];
        for (var seen = 0; seen < events;)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(60)) ?? throw new TimeoutException($"No message for 60 s after {seen} of {events}.");
            if (seen++ == 0)
                started = Stopwatch.GetTimestamp();
            var length = Parse(result.Message.Value, type);
            counts[type[..length]] = counts.TryGetValue(type[..length], out var count) ? count + 1 : 1;
        }
        var elapsed = Stopwatch.GetElapsedTime(started);
        consumer.Close();
        return elapsed;
    }

    private static int Parse(ReadOnlySpan<byte> json, Span<char> type)
    {
        var reader = new Utf8JsonReader(json);
        var length = 0;
        double sum = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("event_type"u8);
            var isTime = !isType && reader.ValueTextEquals("event_timestamp"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number)
                sum += reader.GetDouble();
            else if (isType)
                length = reader.CopyString(type);
            else if (isTime)
                sum += reader.GetDateTimeOffset().Ticks;
        }
        GC.KeepAlive(sum);
        return length;
    }
}
