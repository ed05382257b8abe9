using Telemetry.Kafka.Consuming;

namespace Telemetry.Lake.Tests.Samples;

/// <summary>A member of a group whose name another has taken: it hears of it with its first poll.</summary>
internal sealed class FencedSource(IRebalanceListener listener) : ITelemetrySource
{
    public int Poll(Span<KafkaMessage> into, TimeSpan maxWait)
    {
        listener.Error(new KafkaProblem("FENCED_INSTANCE_ID", "The name is another's.", IsFatal: true));
        return 0;
    }

    public void Start(int partition, long? offset)
    {
    }

    public Task<LogBounds> BoundsAsync(int partition, CancellationToken cancellationToken) => Task.FromResult(new LogBounds(0, 0));

    public void Pause(int partition)
    {
    }

    public void Resume(int partition)
    {
    }

    public void Commit(int partition, long nextOffset)
    {
    }

    public long? LagOf(int partition) => null;

    public void Dispose()
    {
    }
}
