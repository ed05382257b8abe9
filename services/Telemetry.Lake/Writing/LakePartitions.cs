using Microsoft.Extensions.Logging;
using Telemetry.Domain.Vocabulary;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Lake.Writing;

/// <summary>The partitions that this writer owns. A partition that comes continues where the lake ends, whatever Kafka has committed.</summary>
internal sealed partial class LakePartitions(
    string topic, CommitLog commits, LakeWriterOptions options, int maxTenants, LakeWriterStatus status, TimeProvider time, ILogger logger) : IRebalanceListener, IDisposable
{
    private readonly Dictionary<int, PartitionWriter> _writers = [];
    private readonly Vocabularies _vocabularies = new();
    private readonly SemaphoreSlim _encoding = new(1); // one at a time: encoding takes processor time that live counting needs too

    /// <summary>The source whose partitions these are; set once, before the first poll.</summary>
    public ITelemetrySource? Source { get; set; }

    public IEnumerable<PartitionWriter> All => _writers.Values;

    /// <summary>Memory of the rows of all partitions.</summary>
    public long Bytes => _writers.Values.Sum(writer => writer.Bytes);

    public PartitionWriter? Find(int partition) => _writers.GetValueOrDefault(partition);

    public void Assigned(IReadOnlyList<int> partitions)
    {
        foreach (var partition in partitions)
        {
            var log = LakeLog.Of(topic, partition, options.Generation);
            var position = commits.RecoverAsync(log, CancellationToken.None).GetAwaiter().GetResult();
            _writers[partition] = new PartitionWriter(partition, log, position, commits, _encoding, _vocabularies, options, maxTenants, status, time, logger);
            LogAssigned(partition, position?.Next ?? 0, position?.ReplayFrom ?? 0);
            Source!.Start(partition, position?.ReplayFrom);
        }
    }

    public void Revoked(IReadOnlyList<int> partitions)
    {
        var writers = Remove(partitions);
        var atMost = TimeSpan.FromSeconds(options.DrainSeconds);
        var drained = Task.WhenAll(writers.Select(writer => writer.DrainAsync(atMost))).GetAwaiter().GetResult();
        foreach (var (writer, complete) in writers.Zip(drained))
        {
            if (!complete)
                LogNotDrained(writer.Partition, options.DrainSeconds);
            Forward(writer);
            writer.Dispose();
        }
    }

    public void Lost(IReadOnlyList<int> partitions)
    {
        foreach (var writer in Remove(partitions))
            writer.Dispose();
    }

    public void Error(KafkaProblem problem)
    {
        problem.ThrowIfFatal();
        if (!problem.IsOutage) // which is told once, for all clients
            LogProblem(problem.ToString());
    }

    /// <summary>Tells Kafka how far the lake is, for those who watch the group's lag.</summary>
    public void Forward(PartitionWriter writer)
    {
        if (writer.TakeCommitted() is { } committed)
            Source?.Commit(writer.Partition, committed);
    }

    /// <summary>Writes what was gathered, all partitions at once, and lets go of them.</summary>
    public void Drain()
    {
        var atMost = TimeSpan.FromSeconds(options.DrainSeconds);
        Task.WhenAll(_writers.Values.Select(writer => writer.DrainAsync(atMost))).GetAwaiter().GetResult();
        foreach (var writer in All)
            Forward(writer);
    }

    public void Dispose()
    {
        foreach (var writer in All)
            writer.Dispose();
        _writers.Clear();
    }

    private List<PartitionWriter> Remove(IReadOnlyList<int> partitions)
    {
        var writers = new List<PartitionWriter>();
        foreach (var partition in partitions)
        {
            if (_writers.Remove(partition, out var writer))
                writers.Add(writer);
        }
        return writers;
    }

    [LoggerMessage(EventId = 5111, Level = LogLevel.Information, Message = "Partition {Partition} goes to the lake from offset {Next} on, read from {ReplayFrom}.")]
    private partial void LogAssigned(int partition, long next, long replayFrom);

    [LoggerMessage(EventId = 5112, Level = LogLevel.Warning, Message = "What was gathered of partition {Partition} was not in the lake after {Seconds} s; its next owner reads it again.")]
    private partial void LogNotDrained(int partition, double seconds);

    [LoggerMessage(EventId = 5113, Level = LogLevel.Warning, Message = "Kafka, for the lake: {Problem}")]
    private partial void LogProblem(string problem);
}
