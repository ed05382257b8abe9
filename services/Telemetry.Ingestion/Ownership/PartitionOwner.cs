using Telemetry.Domain.Aggregates;

namespace Telemetry.Ingestion.Ownership;

/// <summary>
/// What the owner of a partition decides, without any I/O: which messages it counts, when it may tell what changed, which state it may
/// save, and when it has to let go. The actor feeds it from Kafka; a test can feed it from anywhere. Not thread-safe.
/// </summary>
/// <param name="aggregate">The state that the owner continues.</param>
/// <param name="epoch">Its epoch in the snapshot store.</param>
/// <param name="logEnd">Where the partition's log ended when it was claimed.</param>
/// <param name="keepsStates">Whether states are worth saving: the store outlives the process.</param>
public sealed class PartitionOwner(PartitionAggregate aggregate, long epoch, long logEnd, bool keepsStates)
{
    // A replay that moves the clock further has nothing on screen left to protect, and its changes would fill the memory.
    private const long LongestHoldBackMs = 5 * 60_000;

    // Nobody was told anything under an epoch before the first.
    private bool _heldBack = epoch > 1 && aggregate.NextOffset < logEnd;
    private long _heldBackFromMs = aggregate.Told.ClockMs;
    private long _savedOffset = aggregate.NextOffset, _savingOffset;
    private bool _isSaving;

    /// <summary>The state.</summary>
    public PartitionAggregate Aggregate => aggregate;

    public long Epoch => epoch;

    /// <summary>Whether states are worth saving.</summary>
    public bool KeepsStates => keepsStates;

    /// <summary>Whether it has let go: it tells nothing and saves nothing any more.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>
    /// Whether what changed is gathered instead of told, because the log was longer than the state when it was claimed: whoever
    /// watches has seen more than the state yet, and would see numbers go back.
    /// </summary>
    public bool IsHeldBack
    {
        get
        {
            if (!_heldBack)
                return false;
            if (_heldBackFromMs == 0)
                _heldBackFromMs = aggregate.ClockMs;
            _heldBack = aggregate.NextOffset < logEnd && aggregate.ClockMs - _heldBackFromMs < LongestHoldBackMs;
            return _heldBack;
        }
    }

    /// <summary>Whether a save was begun that has not ended.</summary>
    public bool IsSaving => _isSaving;

    /// <summary>Whether the state holds messages that no saved state does, and saving them is this owner's to do.</summary>
    public bool HasUnsaved => keepsStates && !IsRetired && aggregate.NextOffset != _savedOffset;

    /// <summary>Whether a message with this offset is to be counted. One that the state holds is not: it came again.</summary>
    public bool Takes(long offset) => offset >= aggregate.NextOffset;

    /// <summary>Declares the messages before an offset taken; never goes back.</summary>
    public void AdvanceTo(long nextOffset)
    {
        if (nextOffset > aggregate.NextOffset)
            aggregate.AdvanceTo(nextOffset);
    }

    /// <summary>Ends holding back although the log's end was not reached: what lies there is no message (transaction markers).</summary>
    public void StopHoldingBack() => _heldBack = false;

    /// <summary>What to tell; null when nothing changed or it may not be told.</summary>
    public PartitionDelta? TakeDelta(bool withSummaries = true, bool evenIfEmpty = false) =>
        IsRetired || IsHeldBack ? null : aggregate.TakeDelta(withSummaries, evenIfEmpty);

    /// <summary>
    /// The state to save, to be encoded before the next message is counted; null when there is none. Until
    /// <see cref="Saved"/> or <see cref="NotSaved"/> there is no other. Tell what changed first. While that is held back the state says
    /// from where on it has to be told, so that a long replay need not begin again after a crash.
    /// </summary>
    public PartitionState? BeginSave()
    {
        if (_isSaving || !HasUnsaved)
            return null;
        _isSaving = true;
        _savingOffset = aggregate.NextOffset;
        return aggregate.Capture();
    }

    /// <summary>The save ended well; returns the offset from which the partition would be counted again.</summary>
    public long Saved()
    {
        _isSaving = false;
        return _savedOffset = _savingOffset;
    }

    /// <summary>The store did not answer; the next <see cref="BeginSave"/> tries again, with the state of then.</summary>
    public void NotSaved() => _isSaving = false;

    /// <summary>Lets go: the group gave the partition away, or a save showed that somebody else has claimed it.</summary>
    public void Retire()
    {
        _isSaving = false;
        IsRetired = true;
    }
}
