using Telemetry.Domain.Aggregates;
using Telemetry.Live.Views;

namespace Telemetry.Live.Following;

/// <summary>
/// The short way of deltas from an owner to the view of the same process. What comes before the view knows the partition is passed
/// over, as it comes from the log as well; and whether a partition has lost its owner is for the silence to say.
/// </summary>
internal sealed class LocalDeltas(LiveViews views) : IAggregateSink
{
    public void PartitionStarted(int partition, long epoch) => views.PartitionStarted(partition, epoch);

    public void Publish(PartitionDelta delta) => views.Publish(delta);

    public void PartitionStopped(int partition)
    {
    }
}
