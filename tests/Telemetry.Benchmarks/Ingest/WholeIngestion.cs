using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Events;
using Telemetry.Domain.Feed;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion;
using Telemetry.Ingestion.Consuming;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Ownership;
using Telemetry.Ingestion.Pipeline;
using Telemetry.Ingestion.Publishing;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Benchmarks.Ingest;

/// <summary>
/// The product's ingestion as it runs in the service: poll loop, decoder, validation, duplicates, sessions, cube, windows,
/// sketches, deltas every 20 ms. Only what comes after the delta is left out.
/// </summary>
internal static class WholeIngestion
{
    public static TimeSpan Run(KafkaOptions kafka, int events)
    {
        var options = new IngestionOptions();
        using var system = ActorSystem.Create("bench", ConfigurationFactory.ParseString("akka { loglevel = WARNING, log-dead-letters = off }"));
        using var materializer = system.Materializer();
        using var backlog = new Backlog(options.MaxMessagesInFlight);
        using var stopping = new CancellationTokenSource();
        var sink = new CountingSink(events, stopping);
        var vocabularies = new Vocabularies();
        var store = new InMemorySnapshotStore(TimeProvider.System);
        using var claims = new PartitionClaims(store, vocabularies, new AggregateLimits(), TimeProvider.System, NullLogger<PartitionClaims>.Instance);
        var saver = new SnapshotSaver(store, vocabularies, new NoDeltaLog(), NoDeadLetters.Instance, TimeSpan.FromSeconds(10), TimeProvider.System);
        var partitions = new Partitions(
            system, materializer, vocabularies, sink, NoFeed.Instance, NoDeadLetters.Instance, backlog, claims, saver, options,
            TimeSpan.FromSeconds(3), TimeProvider.System, NullLoggerFactory.Instance);
        var clients = new KafkaClients(Options.Create(kafka), NullLogger<KafkaClients>.Instance);
        using var source = new FirstMessageClock(clients.Subscribe(kafka.EventsTopic, partitions));
        partitions.Source = source;
        try
        {
            new PollLoop(source, partitions, backlog, new MessageBatchPool(options.BatchSize), options).Run(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        var elapsed = Stopwatch.GetElapsedTime(source.FirstMessageAt, sink.FinishedAt);
        partitions.Clear();
        return elapsed;
    }

    private sealed class CountingSink(int events, CancellationTokenSource finished) : IAggregateSink
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<int, PartitionCounters> _counters = [];

        public long FinishedAt { get; private set; }

        public void PartitionStarted(int partition, long epoch)
        {
        }

        public void PartitionStopped(int partition)
        {
        }

        public void Publish(PartitionDelta delta)
        {
            lock (_gate)
            {
                _counters[delta.Partition] = delta.Counters;
                if (FinishedAt != 0 || _counters.Values.Sum(counters => counters.Counted) < events)
                    return;
                FinishedAt = Stopwatch.GetTimestamp();
                finished.Cancel();
            }
        }
    }

    /// <summary>Notes when the first message came, so that joining the group is not measured.</summary>
    private sealed class FirstMessageClock(ITelemetrySource inner) : ITelemetrySource
    {
        public long FirstMessageAt { get; private set; }

        public int Poll(Span<KafkaMessage> into, TimeSpan maxWait)
        {
            var count = inner.Poll(into, maxWait);
            if (count > 0 && FirstMessageAt == 0)
                FirstMessageAt = Stopwatch.GetTimestamp();
            return count;
        }

        public void Start(int partition, long? offset) => inner.Start(partition, offset);

        public Task<LogBounds> BoundsAsync(int partition, CancellationToken cancellationToken) => inner.BoundsAsync(partition, cancellationToken);

        public void Pause(int partition) => inner.Pause(partition);

        public void Resume(int partition) => inner.Resume(partition);

        public void Commit(int partition, long nextOffset) => inner.Commit(partition, nextOffset);

        public long? LagOf(int partition) => inner.LagOf(partition);

        public void Dispose() => inner.Dispose();
    }

    private sealed class NoFeed : IEventFeedSink
    {
        public static readonly NoFeed Instance = new();

        public bool IsWanted => false;

        public void Append(int partition, long offset, in TelemetryEvent e, ReadOnlySpan<byte> message)
        {
        }

        public void Flush()
        {
        }
    }

    private sealed class NoDeadLetters : IDeadLetterSink
    {
        public static readonly NoDeadLetters Instance = new();

        public ValueTask WriteAsync(KafkaMessage message, Rejection rejection, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"The benchmark's topic holds an invalid event: {rejection}.");

        public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
