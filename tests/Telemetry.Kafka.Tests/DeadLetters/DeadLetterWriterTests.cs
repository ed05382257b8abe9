using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Kafka.DeadLetters;
using Telemetry.Kafka.Embedded;

namespace Telemetry.Kafka.Tests.DeadLetters;

public sealed class DeadLetterWriterTests
{
    private static readonly DeadLetter Letter = new(
        "not-json", "expected '{' at byte 0, found 0xFF", "telemetry.events", 3, 42, 1_700_000_000_000, [0, 1], [0xFF, 0x00]);

    [Fact]
    public async Task A_letter_is_read_back_with_its_bytes_its_key_and_where_it_came_from()
    {
        using var kafka = new TestKafka();
        await using var writer = NewWriter(kafka);

        await writer.WriteAsync(Letter, CancellationToken.None);
        await writer.WriteAsync(Letter with { Key = null, Value = null, Offset = 43 }, CancellationToken.None);
        await Flush(writer);

        var (first, second) = (Read(kafka, 2)[0], Read(kafka, 2)[1]);
        Assert.Equal(Letter.Value, first.Message.Value);
        Assert.Equal(Letter.Key, first.Message.Key);
        Assert.Equal(
            ["reason=not-json", "detail=expected '{' at byte 0, found 0xFF", "source-topic=telemetry.events", "source-partition=3",
             "source-offset=42", "source-timestamp=1700000000000"],
            first.Message.Headers.Select(h => $"{h.Key}={Encoding.UTF8.GetString(h.GetValueBytes())}"));
        Assert.Null(second.Message.Key);
        Assert.Null(second.Message.Value);
        Assert.Equal((2, 0, 0), (writer.Delivered, writer.Truncated, writer.Undelivered));
    }

    [Fact]
    public async Task A_value_that_the_broker_refuses_for_its_size_is_cut_and_says_so()
    {
        using var kafka = new TestKafka();
        await using var writer = NewWriter(kafka);
        var large = Enumerable.Range(0, 1024 * 1024).Select(i => (byte)(i / 7)).ToArray();
        kafka.Broker.FailNext(KafkaRequest.Produce, ErrorCode.MsgSizeTooLarge);

        await writer.WriteAsync(Letter with { Value = large }, CancellationToken.None);
        await Flush(writer);

        var letter = Assert.Single(Read(kafka, 1));
        Assert.Equal(large[..DeadLetterWriter.TruncatedBytes], letter.Message.Value);
        Assert.Equal("true", Header(letter, DeadLetterHeaders.Truncated));
        Assert.Equal("1048576", Header(letter, DeadLetterHeaders.OriginalSize));
        Assert.Equal((1, 1), (writer.Delivered, writer.Truncated));
    }

    [Fact]
    public async Task A_value_that_no_producer_could_send_is_cut_before_it_is_sent()
    {
        using var kafka = new TestKafka(change: options => options.MaxMessageBytes = 100_000);
        await using var writer = NewWriter(kafka);

        await writer.WriteAsync(Letter with { Value = new byte[200_000] }, CancellationToken.None);
        await Flush(writer);

        Assert.Equal(DeadLetterWriter.TruncatedBytes, Assert.Single(Read(kafka, 1)).Message.Value.Length);
    }

    [Fact]
    public async Task While_the_broker_is_away_memory_fills_writers_wait_and_in_the_end_nothing_is_missing()
    {
        using var kafka = new TestKafka(change: options => options.ProducerQueueKbytes = 1_024);
        await using var writer = NewWriter(kafka);
        await writer.WriteAsync(Letter, CancellationToken.None);
        await Flush(writer);
        kafka.Broker.SetDown();

        var writes = Enumerable.Range(0, 30)
            .Select(i => writer.WriteAsync(Letter with { Offset = i, Value = new byte[50_000] }, CancellationToken.None)).ToList();
        Assert.Contains(writes, write => !write.IsCompleted);
        Assert.Contains(writes, write => write.IsCompletedSuccessfully);
        var flush = writer.FlushAsync(CancellationToken.None);
        Assert.False(flush.IsCompleted);
        kafka.Broker.SetUp();
        await Task.WhenAll(writes).WaitAsync(TestKafka.Timeout);
        await flush.WaitAsync(TestKafka.Timeout);

        var offsets = Read(kafka, 31).Skip(1).Select(letter => int.Parse(Header(letter, DeadLetterHeaders.SourceOffset)));
        Assert.Equal(Enumerable.Range(0, 30), offsets.Order());
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_waits_for_memory_is_not_waited_for_by_a_flush()
    {
        using var kafka = new TestKafka(change: options => options.ProducerQueueKbytes = 1_024);
        await using var writer = NewWriter(kafka);
        kafka.Broker.SetDown();
        using var cancel = new CancellationTokenSource();

        // 1 MiB of memory takes about twenty of these.
        var writes = Enumerable.Range(0, 100)
            .Select(_ => writer.WriteAsync(Letter with { Value = new byte[50_000] }, cancel.Token)).ToList();
        var waiting = writes.Where(write => !write.IsCompleted).ToList();
        var accepted = writes.Count - waiting.Count;
        Assert.InRange(accepted, 1, 50);
        await cancel.CancelAsync();

        foreach (var write in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.WaitAsync(TestKafka.Timeout));
        Assert.Equal(accepted, writer.Undelivered);
        kafka.Broker.SetUp();
        await Flush(writer);
        Assert.Equal(accepted, writer.Delivered);
    }

    [Fact]
    public async Task A_letter_that_can_never_be_delivered_fails_the_flush_not_in_silence()
    {
        using var kafka = new TestKafka();
        await using var writer = NewWriter(kafka);
        kafka.Broker.FailNext(KafkaRequest.Produce, ErrorCode.InvalidRecord);

        await writer.WriteAsync(Letter, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<KafkaException>(() => Flush(writer));
        Assert.Equal(ErrorCode.InvalidRecord, failure.Error.Code);
        await writer.WriteAsync(Letter, CancellationToken.None);
        await Flush(writer);
        Assert.Equal(1, writer.Delivered);
    }

    private static DeadLetterWriter NewWriter(TestKafka kafka) => new(kafka.Clients, NullLogger<DeadLetterWriter>.Instance);

    private static Task Flush(DeadLetterWriter writer) => writer.FlushAsync(CancellationToken.None).WaitAsync(TestKafka.Timeout);

    private static string Header(ConsumeResult<byte[], byte[]> letter, string name) =>
        Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes(name));

    private static List<ConsumeResult<byte[], byte[]>> Read(TestKafka kafka, int count)
    {
        using var reader = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = kafka.Broker.BootstrapServers,
            GroupId = "reader",
            EnablePartitionEof = true,
        }).Build();
        reader.Assign(new TopicPartitionOffset("telemetry.dead-letter", 0, Offset.Beginning));
        var letters = new List<ConsumeResult<byte[], byte[]>>();
        while (reader.Consume(TestKafka.Timeout) is { IsPartitionEOF: false } letter) letters.Add(letter);
        Assert.Equal(count, letters.Count);
        return letters;
    }
}
