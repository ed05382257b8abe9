using Confluent.Kafka;
using Telemetry.Kafka.Producing;

namespace Telemetry.Kafka.Tests.Producing;

public sealed class KafkaProducerTests
{
    private static readonly byte[] Value = new byte[100];

    [Fact]
    public async Task Threads_in_its_calls_end_with_an_exception_when_it_is_disposed()
    {
        using var kafka = new TestKafka();
        for (var round = 0; round < 10; round++)
        {
            var producer = kafka.Clients.CreateProducer();
            using var all = new CountdownEvent(3);
            var calls = new Action[] { () => Produce(producer), () => Produce(producer), () => producer.Flush(TimeSpan.FromMilliseconds(100)) }
                .Select(call => Task.Factory.StartNew(() => UntilDisposed(call, all), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
                .ToArray();
            Assert.True(all.Wait(TestKafka.Timeout, TestContext.Current.CancellationToken));
            producer.Dispose();
            await Task.WhenAll(calls).WaitAsync(TestKafka.Timeout, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_flush_that_waits_for_an_absent_broker_is_waited_for()
    {
        using var kafka = new TestKafka();
        var producer = kafka.Clients.CreateProducer();
        await producer.ProduceAsync(new TopicPartition(TestKafka.Topic, 0), new Message<byte[]?, byte[]?> { Value = Value }, TestContext.Current.CancellationToken);
        kafka.Broker.SetDown();
        Produce(producer);
        using var begun = new ManualResetEventSlim();
        var flush = Task.Run(
            () =>
            {
                begun.Set();
                return producer.Flush(TimeSpan.FromMilliseconds(500));
            },
            TestContext.Current.CancellationToken);
        begun.Wait(TestContext.Current.CancellationToken);

        producer.Dispose();

        // Either it was inside, and then it is over with what it had to leave, or it came too late.
        var left = await Record.ExceptionAsync(() => flush.WaitAsync(TestKafka.Timeout, TestContext.Current.CancellationToken));
        Assert.True(left is null or ObjectDisposedException, $"{left}");
        Assert.Throws<ObjectDisposedException>(() => producer.Flush(TimeSpan.Zero));
        producer.Dispose();
    }

    [Fact]
    public async Task A_delivery_report_may_produce()
    {
        using var kafka = new TestKafka();
        using var producer = kafka.Clients.CreateProducer();
        var second = new TaskCompletionSource<PersistenceStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        producer.Produce(TestKafka.Topic, new Message<byte[]?, byte[]?> { Value = Value }, _ =>
            producer.Produce(TestKafka.Topic, new Message<byte[]?, byte[]?> { Value = Value }, report => second.SetResult(report.Status)));

        producer.Flush(TestKafka.Timeout);

        Assert.Equal(PersistenceStatus.Persisted, await second.Task.WaitAsync(TestKafka.Timeout, TestContext.Current.CancellationToken));
    }

    private static void Produce(KafkaProducer producer)
    {
        try
        {
            producer.Produce(TestKafka.Topic, new Message<byte[]?, byte[]?> { Value = Value });
        }
        catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            Thread.Yield();
        }
    }

    private static void UntilDisposed(Action call, CountdownEvent called)
    {
        try
        {
            call();
            called.Signal();
            while (true)
                call();
        }
        catch (ObjectDisposedException)
        {
            // What is expected of it.
        }
    }
}
