using Telemetry.Domain.Cubes;

namespace Telemetry.Live.Feed;

/// <summary>
/// Gathers the counted events of all partitions, those of this process and of others. <see cref="Take"/> may be called by any
/// thread; <see cref="Close"/> by one. What comes faster than <see cref="MaxOpenBytes"/> between two calls of Close is left out.
/// An event that was taken before is passed over, so that a replay shows nothing twice (see <see cref="SeenOffsets"/>).
/// </summary>
internal sealed class EventFeed : IFeedTarget
{
    /// <summary>Most bytes between two closes; 2 MiB in 5 ms are some two million events a second, more than anybody reads.</summary>
    public const int MaxOpenBytes = 2 * 1024 * 1024;

    // Without an audience only as many events are kept as a later subscriber may ask to see first.
    private const int UnwatchedEventsPerClose = 25;
    private readonly Dictionary<int, SeenOffsets> _seen = [];
    private readonly Lock _gate = new();
    private Open _open = new(), _spare = new();
    private volatile bool _hasAudience;
    private int _unwatchedLeft = UnwatchedEventsPerClose;

    private sealed class Open
    {
        public byte[] Bytes = new byte[64 * 1024];
        public readonly List<FeedRow> Rows = [];
        public int Length;
        public long LeftOut;
    }

    /// <summary>Whether anybody watches; set by the hub.</summary>
    public bool HasAudience
    {
        set
        {
            lock (_gate)
            {
                if (value && !_hasAudience)
                {
                    // What nobody watched is in the past, also when a new owner counts it again.
                    foreach (var seen in _seen.Values)
                        seen.Forget();
                }
                _hasAudience = value;
            }
        }
    }

    /// <inheritdoc/>
    public bool IsWanted => _hasAudience || Volatile.Read(ref _unwatchedLeft) > 0;

    /// <inheritdoc/>
    public void Take(int partition, long offset, CellKey cell, ReadOnlySpan<byte> entry)
    {
        lock (_gate)
        {
            if (!_seen.TryGetValue(partition, out var seen))
                _seen.Add(partition, seen = new SeenOffsets(offset));
            if (!seen.Take(offset))
                return;
            var open = _open;
            _unwatchedLeft--;
            if (open.Length + entry.Length > open.Bytes.Length && !Grow(open))
            {
                open.LeftOut++;
                return;
            }
            entry.CopyTo(open.Bytes.AsSpan(open.Length));
            open.Rows.Add(new FeedRow(open.Length, entry.Length, cell));
            open.Length += entry.Length;
        }
    }

    /// <summary>Counts events that were lost on their way here.</summary>
    public void Lose(long events)
    {
        lock (_gate)
            _open.LeftOut += events;
    }

    /// <summary>Nothing to do: the hub closes the batch at each of its slots.</summary>
    public void Flush()
    {
    }

    /// <summary>Hands over what came since the last call, in batches; returns how many events had to be left out.</summary>
    public long Close(List<FeedBatch> batches)
    {
        Open closed;
        lock (_gate)
        {
            _unwatchedLeft = UnwatchedEventsPerClose;
            closed = _open;
            if (closed.Rows.Count == 0 && closed.LeftOut == 0)
                return 0;
            (_open, _spare) = (_spare, closed);
        }
        for (var first = 0; first < closed.Rows.Count; first += FeedBatch.MaxEvents)
            batches.Add(Cut(closed, first, Math.Min(FeedBatch.MaxEvents, closed.Rows.Count - first)));
        var leftOut = closed.LeftOut;
        closed.Rows.Clear();
        (closed.Length, closed.LeftOut) = (0, 0);
        return leftOut;
    }

    private static FeedBatch Cut(Open open, int first, int count)
    {
        var start = open.Rows[first].Start;
        var last = open.Rows[first + count - 1];
        var rows = new FeedRow[count];
        for (var i = 0; i < count; i++)
            rows[i] = open.Rows[first + i] with { Start = open.Rows[first + i].Start - start };
        return new FeedBatch(open.Bytes[start..(last.Start + last.Length)], rows);
    }

    private static bool Grow(Open open)
    {
        if (open.Bytes.Length >= MaxOpenBytes)
            return false;
        Array.Resize(ref open.Bytes, open.Bytes.Length * 2);
        return true;
    }
}
