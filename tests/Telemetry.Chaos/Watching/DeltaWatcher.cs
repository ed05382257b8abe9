using Confluent.Kafka;
using Telemetry.Chaos.Faults;
using static System.FormattableString;

namespace Telemetry.Chaos.Watching;

/// <summary>Reads the log of deltas as a gateway does, and notes when each partition's owner was heard of.</summary>
internal sealed class DeltaWatcher : IDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);
    private readonly PartitionTimeline[] _partitions;
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly CancellationTokenSource _end = new();
    private readonly RunLog _log;
    private readonly TextWriter _table;
    private readonly Task _reading;

    /// <summary>Begins to read.</summary>
    /// <param name="bootstrapServers">The broker.</param>
    /// <param name="topic">The log of deltas.</param>
    /// <param name="partitions">Its partitions.</param>
    /// <param name="table">Receives a line for each delta, for whoever has to find out what went wrong.</param>
    /// <param name="log">Tells the time.</param>
    public DeltaWatcher(string bootstrapServers, string topic, int partitions, TextWriter table, RunLog log)
    {
        (_log, _table) = (log, table);
        _table.WriteLine("seconds\tpartition\tepoch\tfrom\tto\tkind");
        _partitions = [.. Enumerable.Range(0, partitions).Select(_ => new PartitionTimeline())];
        _consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "watcher", // asked for by the client; it never joins one
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 10,
            FetchErrorBackoffMs = 100,
            ReconnectBackoffMaxMs = 500,
        }).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
        _consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Bytes of all deltas so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Deltas so far.</summary>
    public long Messages { get; private set; }

    /// <summary>By number of the partition; complete after <see cref="StopAsync"/>.</summary>
    public IReadOnlyList<PartitionTimeline> Partitions => _partitions;

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _reading;
    }

    public void Dispose()
    {
        _end.Cancel();
        _reading.Wait();
        _consumer.Dispose();
        _end.Dispose();
    }

    private void Read()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                if (_consumer.Consume(PollWait) is not { Message.Value: { } value } delta) continue;
                var (now, head) = (_log.Now, DeltaHead.Parse(value));
                _partitions[delta.Partition.Value].Hear(now, head);
                _table.WriteLine(Invariant($"{now.TotalSeconds:0.00}\t{delta.Partition.Value}\t{head.Epoch}\t{head.FromOffset}\t{head.ToOffset}\t{head.Kind}"));
                (Bytes, Messages) = (Bytes + value.Length, Messages + 1);
            }
            catch (ConsumeException)
            {
                // The broker is away or refuses: part of the run.
            }
        }
    }
}
