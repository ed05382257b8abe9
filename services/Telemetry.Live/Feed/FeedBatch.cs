using Telemetry.Domain.Cubes;

namespace Telemetry.Live.Feed;

/// <summary>An event in a batch: where its bytes lie, and the cell that filters look at.</summary>
internal readonly record struct FeedRow(int Start, int Length, CellKey Cell);

/// <summary>
/// Events that were counted within one slot, in that order, as entries of <see cref="V1.EventBatch.Events"/>. Immutable.
/// </summary>
internal sealed class FeedBatch(byte[] bytes, FeedRow[] rows)
{
    /// <summary>Most events of a batch: what a message of WatchEvents may hold.</summary>
    public const int MaxEvents = 100;

    /// <summary>All entries, one after the other.</summary>
    public byte[] Bytes => bytes;

    public FeedRow[] Rows => rows;

    /// <summary>The entry of a row: tag, length and event.</summary>
    public ReadOnlySpan<byte> Of(in FeedRow row) => bytes.AsSpan(row.Start, row.Length);
}
