using System.Collections.Concurrent;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Kafka.Tests.Consuming;

/// <summary>Starts every partition at the beginning and keeps what it is told.</summary>
internal sealed class RecordingListener : IRebalanceListener
{
    internal ConcurrentQueue<string> Story { get; } = new();

    internal ConcurrentQueue<KafkaProblem> Problems { get; } = new();

    public long? Assigned(int partition)
    {
        Story.Enqueue($"assigned {partition}");
        return null;
    }

    public void Revoked(int partition) => Story.Enqueue($"revoked {partition}");

    public void Lost(int partition) => Story.Enqueue($"lost {partition}");

    public void Error(KafkaProblem problem) => Problems.Enqueue(problem);
}
