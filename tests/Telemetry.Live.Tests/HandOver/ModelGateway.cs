using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.HandOver;

/// <summary>A gateway: the product's view, begun with the stored state, following the log of deltas.</summary>
internal sealed class ModelGateway(ModelStore store, List<PartitionDelta> deltas, Vocabularies vocabularies, Fault fault)
{
    private LiveView? _view;
    private long _next, _disguise;
    private bool _lacksDeltas;

    /// <summary>Starts anew: a cache that holds nothing it can't rebuild.</summary>
    public void Restart(long nowMs)
    {
        if (store.IsAway)
            return;
        var row = store.Row;
        _view = new LiveView(vocabularies, new LiveViewLimits(), nowMs);
        if (row is { State.IsEmpty: false })
            _view.Load(row.Epoch, SnapshotCodec.Decode(row.State, 0, vocabularies));
        (_next, _lacksDeltas) = (row?.DeltaOffset ?? 0, false);
    }

    public void Read(long nowMs)
    {
        if (_view is null || _next == deltas.Count)
            return;
        _view.AdvanceTo(nowMs);
        var delta = deltas[(int)_next++];
        if (fault == Fault.NoEpochCheck && delta.Epoch < _view.PositionOf(0)?.Epoch)
            delta = delta with { Epoch = _disguise = Math.Max(_disguise, _view.PositionOf(0)!.Epoch) + 1, IsFull = true, FromOffset = 0 };
        if (_view.Apply(delta) == DeltaOutcome.Gap)
            _lacksDeltas = true;
    }

    /// <summary>Reads to the end; begins with the stored state again when deltas are missing.</summary>
    public void CatchUp(long nowMs)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (_view is null || _lacksDeltas)
                Restart(nowMs);
            while (_next < deltas.Count)
                Read(nowMs);
        }
        _view!.AdvanceTo(nowMs);
    }

    public PartitionCounters Counters => _view!.Partitions.GetValueOrDefault(0)?.Counters ?? PartitionCounters.None;

    /// <summary>Events by cell, over panes of one length.</summary>
    public Dictionary<CellKey, long> EventsByCell(Func<LiveView, PaneLine> panes)
    {
        var found = new Dictionary<CellKey, long>();
        foreach (var pane in panes(_view!).Panes.Values)
        {
            for (var i = 0; i < pane.Cells.Count; i++)
            {
                if (pane.Cells.Values[i].Events != 0)
                    found[pane.Cells.Keys[i]] = found.GetValueOrDefault(pane.Cells.Keys[i]) + pane.Cells.Values[i].Events;
            }
        }
        return found;
    }
}
