using Telemetry.Domain.Cubes;

namespace Telemetry.Live.Feed;

/// <summary>Where serialised events go. Calls come from any thread and never block.</summary>
internal interface IFeedTarget
{
    /// <summary>Whether anybody may want them.</summary>
    bool IsWanted { get; }

    /// <summary>Takes one event of a partition of the events topic.</summary>
    /// <param name="partition">Its partition.</param>
    /// <param name="offset">Offset of its message.</param>
    /// <param name="cell">What filters look at.</param>
    /// <param name="entry">An entry of <see cref="V1.EventBatch.Events"/>; valid during the call only.</param>
    void Take(int partition, long offset, CellKey cell, ReadOnlySpan<byte> entry);

    /// <summary>Ends a run of <see cref="Take"/> calls: what was taken may leave.</summary>
    void Flush();
}
