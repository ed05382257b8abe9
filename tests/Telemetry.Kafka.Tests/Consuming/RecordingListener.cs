using System.Collections.Concurrent;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Kafka.Tests.Consuming;

/// <summary>Starts every partition at the beginning and keeps what it is told.</summary>
internal sealed class RecordingListener : IRebalanceListener
{
    internal ConcurrentQueue<string> Story { get; } = new();

    internal ConcurrentQueue<KafkaProblem> Problems { get; } = new();

    internal ITelemetrySource? Source { get; set; }

    public void Assigned(IReadOnlyList<int> partitions)
    {
        foreach (var partition in partitions)
        {
            Story.Enqueue($"assigned {partition}");
            Source?.Start(partition, null);
        }
    }

    public void Revoked(IReadOnlyList<int> partitions) => Tell("revoked", partitions);

    public void Lost(IReadOnlyList<int> partitions) => Tell("lost", partitions);

    public void Error(KafkaProblem problem) => Problems.Enqueue(problem);

    private void Tell(string what, IReadOnlyList<int> partitions)
    {
        foreach (var partition in partitions) Story.Enqueue($"{what} {partition}");
    }

    /// <summary>Subscribes and starts each partition at its beginning.</summary>
    internal static ITelemetrySource Subscribe(TestKafka kafka, string group)
    {
        var listener = new RecordingListener();
        return listener.Source = kafka.Clients.Subscribe(TestKafka.Topic, listener, group);
    }
}
