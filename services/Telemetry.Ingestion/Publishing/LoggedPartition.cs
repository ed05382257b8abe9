using Telemetry.Domain.Aggregates;

namespace Telemetry.Ingestion.Publishing;

/// <summary>
/// What is known of a partition's deltas in the log: which have arrived, and whether some were lost, after which only a full
/// one continues. Deltas are numbered by runs: a run begins with a full delta and ends with the first loss, or when another producer
/// takes over, as two keep no order among them. Not thread-safe.
/// </summary>
public sealed class LoggedPartition
{
    // 50 deltas a second for a minute and more; snapshots ask every ten seconds.
    private const int MaxRemembered = 4_096;
    private readonly Queue<(long ToOffset, long LogOffset)> _delivered = new();
    private (long ToOffset, long LogOffset)? _oldest;
    private PartitionPosition? _confirmed;
    private object? _producer;
    private long _run;
    private bool _isLost, _hasFailed;

    /// <summary>Epoch of the owner whose deltas are taken.</summary>
    public long Epoch { get; private set; } = -1;

    /// <summary>The position up to which everything has arrived, when something after it was lost; else null.</summary>
    public PartitionPosition? LostSince => _isLost ? _confirmed : null;

    /// <summary>A new owner begins; false for one that has been replaced already, whose beginning comes late.</summary>
    public bool Start(long epoch)
    {
        if (epoch < Epoch)
            return false;
        Epoch = epoch;
        _run++;
        (_isLost, _hasFailed) = (false, false);
        (_confirmed, _producer) = (null, null);
        _delivered.Clear();
        _oldest = null;
        return true;
    }

    /// <summary>The run that a delta belongs to; null when it must not be written.</summary>
    /// <param name="delta">The delta.</param>
    /// <param name="producer">What it is to be written with.</param>
    public long? Enter(PartitionDelta delta, object producer)
    {
        if (delta.Epoch != Epoch)
            return null;
        _isLost |= _producer is not null && _producer != producer;
        if (_isLost && !delta.IsFull)
            return null;
        _producer = producer;
        _confirmed ??= new PartitionPosition(delta.FromOffset, delta.FromClockMs);
        if (!delta.IsFull)
            return _run;
        (_isLost, _hasFailed) = (false, false);
        return ++_run;
    }

    /// <summary>A delta found no room and was not written; what was written before it may still arrive.</summary>
    public void Dropped() => _isLost = true;

    /// <summary>A delta was written and did not arrive. False when a full one has replaced it by now.</summary>
    public bool Failed(long run)
    {
        if (run != _run)
            return false;
        (_isLost, _hasFailed) = (true, true);
        return true;
    }

    /// <summary>A delta arrived at an offset of the log.</summary>
    public void Delivered(long run, PartitionPosition upTo, long logOffset)
    {
        if (run != _run || _hasFailed)
            return;
        _confirmed = upTo;
        _delivered.Enqueue((upTo.Offset, logOffset));
        if (_delivered.Count > MaxRemembered)
            _oldest = _delivered.Dequeue();
    }

    /// <inheritdoc cref="IDeltaLog.SafeOffset"/>
    public long SafeOffset(long nextOffset)
    {
        while (_delivered.TryPeek(out var next) && next.ToOffset <= nextOffset)
            _oldest = _delivered.Dequeue();
        return _oldest is { } known && known.ToOffset <= nextOffset ? known.LogOffset + 1 : 0;
    }
}
