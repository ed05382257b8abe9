using Telemetry.Domain.Aggregates;
using Telemetry.Kafka.Following;
using Telemetry.Live.Views;

namespace Telemetry.Live.Following;

/// <summary>
/// Brings a view that nobody sees yet from the states that were stored to where each partition's log of deltas ended when it was
/// first read. Not thread-safe.
/// </summary>
internal sealed partial class CatchUp
{
    private readonly LiveView _view;
    private readonly DeltaReader _reader;
    private readonly ILogger _logger;
    private readonly HashSet<int> _behind = [], _withoutState = [];
    private readonly Dictionary<int, PartitionDelta> _gaps = [];
    private readonly Dictionary<int, long> _ends = [];

    public CatchUp(LiveView view, IEnumerable<int> partitions, IEnumerable<PartitionBase> bases, DeltaReader reader, ILogger logger)
    {
        (_view, _reader, _logger) = (view, reader, logger);
        foreach (var partition in partitions)
        {
            _behind.Add(partition);
            _withoutState.Add(partition);
            view.Expect(partition);
        }
        foreach (var start in bases)
            Load(start);
    }

    /// <summary>Partitions whose end has not been reached.</summary>
    public int Behind => _behind.Count;

    public LiveView View => _view;

    /// <summary>Takes a message of the log, or its end, at a time (Unix ms).</summary>
    public void Take(FollowedMessage message, long nowMs)
    {
        _view.AdvanceTo(nowMs);
        if (message.Value is not null && _reader.Read(message, _view.PositionOf, _view.Start) is { } delta)
            Apply(delta);
        if (!_ends.TryGetValue(message.Partition, out var end))
            _ends.Add(message.Partition, end = message.End);
        if (message.Value is null || message.Offset + 1 >= end)
            _behind.Remove(message.Partition);
    }

    /// <summary>Call it when nothing is <see cref="Behind"/>.</summary>
    /// <exception cref="MissingDeltasException">Deltas of a partition are missing between its state and its log.</exception>
    public void ThrowIfMissing()
    {
        foreach (var gap in _gaps.Values)
        {
            if (!MissingDeltasException.IsHealed(gap, _view.PositionOf(gap.Partition)))
                throw new MissingDeltasException(gap, _view.PositionOf(gap.Partition));
        }
    }

    private void Load(PartitionBase start)
    {
        if (start.State is null)
            return;
        _view.Load(start.Epoch, start.State);
        if (start.State.NextOffset > 0)
            _withoutState.Remove(start.Partition);
    }

    private void Apply(PartitionDelta delta)
    {
        if (_view.Apply(delta) != DeltaOutcome.Gap)
            return;
        if (_withoutState.Contains(delta.Partition))
        {
            LogIncomplete(delta.Partition, delta.FromOffset);
            _view.BeginAt(delta);
            _view.Apply(delta);
        }
        else
        {
            _gaps[delta.Partition] = delta;
        }
    }

    [LoggerMessage(EventId = 1711, Level = LogLevel.Warning,
        Message = "Nothing is left of partition {Partition} before offset {Offset}: no state that can be read, no deltas. It is shown from there on.")]
    private partial void LogIncomplete(int partition, long offset);
}

/// <summary>Deltas that a view needs are not in the log (any more).</summary>
internal sealed class MissingDeltasException(PartitionDelta found, ViewPosition? known) : Exception(
    $"Partition {found.Partition} is known up to offset {known?.ToOffset ?? 0} of epoch {known?.Epoch ?? 0}, and the next delta begins at {found.FromOffset} of epoch {found.Epoch}; the log does not hold what is between.")
{
    /// <summary>Whether a later delta has brought what was missing.</summary>
    public static bool IsHealed(PartitionDelta gap, ViewPosition? known) =>
        known is not null && (known.Epoch > gap.Epoch || (known.Epoch == gap.Epoch && known.IsHeard && known.ToOffset >= gap.FromOffset));
}
