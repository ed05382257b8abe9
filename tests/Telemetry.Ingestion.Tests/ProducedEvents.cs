namespace Telemetry.Ingestion.Tests;

/// <summary>New events of 500 sessions through whichever node, and how many there are by now.</summary>
internal sealed class ProducedEvents(RecordingSink sink)
{
    public int Count { get; private set; }

    public void Produce(RunningIngestion through, int count)
    {
        for (var i = 0; i < count; i++, Count++)
            through.Produce($"SESSION_{Count % 500}", SampleMessages.Event($"EVENT_{Count}", session: $"SESSION_{Count % 500}"));
        through.Flush();
    }

    /// <summary>Produces and waits until the nodes together have counted all there are.</summary>
    public async Task ProduceAsync(RunningIngestion through, int count)
    {
        Produce(through, count);
        await sink.UntilAsync(counted => counted.Counted == Count);
    }
}
