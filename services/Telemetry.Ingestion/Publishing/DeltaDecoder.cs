using Google.Protobuf;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Presence;
using Telemetry.Domain.Sketches;
using Telemetry.Domain.Titles;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.V1;

namespace Telemetry.Ingestion.Publishing;

/// <summary>
/// Turns the messages of one partition of telemetry.aggregates into deltas with this process's ids. A delta that comes in several
/// messages is kept until the last; one whose owner stopped in the middle is given up when another begins. Not thread-safe.
/// </summary>
public sealed class DeltaDecoder(Vocabularies vocabularies)
{
    private readonly List<AggregateDelta> _parts = [];

    /// <summary>The delta that a message completes; null when more of it has to come.</summary>
    /// <exception cref="UnreadableMessageException">The bytes are no such message or contradict themselves.</exception>
    public PartitionDelta? Decode(byte[] message)
    {
        AggregateDelta part;
        try
        {
            part = AggregateDelta.Parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new UnreadableMessageException("expected a telemetry.v1.AggregateDelta, found other bytes", exception);
        }
        if (part.Parts <= 1)
        {
            _parts.Clear();
            return DeltaOf([part]);
        }
        if (part.Part == 0 || (_parts.Count > 0 && !Continues(_parts[^1], part)))
            _parts.Clear();
        if (part.Part != _parts.Count)
            return null; // its first parts were before what is read
        _parts.Add(part);
        if (_parts.Count < part.Parts)
            return null;
        var delta = DeltaOf(_parts);
        _parts.Clear();
        return delta;
    }

    private static bool Continues(AggregateDelta before, AggregateDelta part) =>
        (before.Epoch, before.FromOffset, before.ToOffset, before.Parts, before.Part + 1) == (part.Epoch, part.FromOffset, part.ToOffset, part.Parts, part.Part);

    private PartitionDelta DeltaOf(List<AggregateDelta> parts)
    {
        var first = parts[0];
        var panes = new PaneMerge();
        var presence = new List<PresenceEntry>();
        try
        {
            foreach (var part in parts)
            {
                var ids = new MessageIds(vocabularies, part.Tenants, part.Places, part.Titles, part.Systems);
                foreach (var pane in part.Panes)
                    panes.Add(pane, ids);
                if (part.Presence is not null)
                    ReadPresence(part.Presence, ids, part.ClockUnixMs, presence);
            }
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or InvalidCastException or OverflowException)
        {
            throw new UnreadableMessageException("expected columns of equal length and numbers in their ranges, found others", exception);
        }
        return new PartitionDelta(
            (int)first.Partition, first.Epoch, first.FromOffset, first.ToOffset, first.ClockUnixMs, panes.ToList(), presence, CountersOf(first.Counters))
        {
            IsFull = first.Full,
        };
    }

    private static void ReadPresence(DeltaPresence presence, MessageIds ids, long clockMs, List<PresenceEntry> entries)
    {
        entries.EnsureCapacity(entries.Count + presence.Kinds.Count);
        for (var i = 0; i < presence.Kinds.Count; i++)
        {
            entries.Add(new PresenceEntry(
                new UInt128(presence.Customers[2 * i], presence.Customers[(2 * i) + 1]),
                new UInt128(presence.Sessions[2 * i], presence.Sessions[(2 * i) + 1]),
                ids.Cell(presence.Kinds[i], presence.Places[i], presence.Tenants[i]),
                ids.System(presence.Systems[i]),
                clockMs - presence.AgesMs[i]));
        }
    }

    private static PartitionCounters CountersOf(DeltaCounters? counters) => counters is null ? PartitionCounters.None : new PartitionCounters
    {
        Counted = counters.Counted,
        Late = counters.Late,
        Duplicates = counters.Duplicates,
        InvalidByReason = new Dictionary<string, long>(counters.InvalidByReason),
        Overflowed = counters.Overflowed,
        NewestEventMs = counters.NewestEventUnixMs,
    };

    /// <summary>Panes whose cells and summaries may come in several pieces.</summary>
    private sealed class PaneMerge
    {
        private readonly List<Piece> _panes = [];

        private sealed class Piece(long index)
        {
            public long Index => index;
            public readonly List<KeyValuePair<CellKey, CellValue>> Cells = [];
            public FrequentItems? Titles;
            public Dictionary<int, TenantSketches>? Sketches;
        }

        public void Add(DeltaPane pane, MessageIds ids)
        {
            if (_panes.Count == 0 || _panes[^1].Index != pane.Index)
                _panes.Add(new Piece(pane.Index));
            var piece = _panes[^1];
            if (pane.Cells is { } cells)
                ReadCells(cells, ids, piece.Cells);
            if (pane.Summaries is not { } summaries)
                return;
            piece.Titles ??= TitlesOf(summaries, ids);
            piece.Sketches ??= [];
            foreach (var sketches in summaries.Sketches)
                AddSketches(piece.Sketches, ids.Tenant(sketches.Tenant), sketches);
        }

        public List<PaneDelta> ToList() => _panes.ConvertAll(pane => new PaneDelta(pane.Index, [.. pane.Cells], pane.Titles, pane.Sketches));

        private static void ReadCells(DeltaCells cells, MessageIds ids, List<KeyValuePair<CellKey, CellValue>> into)
        {
            into.EnsureCapacity(into.Count + cells.Kinds.Count);
            for (var i = 0; i < cells.Kinds.Count; i++)
            {
                into.Add(new(ids.Cell(cells.Kinds[i], cells.Places[i], cells.Tenants[i]), new CellValue
                {
                    Events = cells.Events[i],
                    BandwidthBps = cells.BandwidthBps[i],
                    BandwidthSamples = cells.BandwidthSamples[i],
                    BufferingEvents = cells.BufferingEvents[i],
                    BufferingMs = cells.BufferingMs[i],
                    WatchedMs = i < cells.WatchedMs.Count ? cells.WatchedMs[i] : 0,
                }));
            }
        }

        private static FrequentItems TitlesOf(DeltaSummaries summaries, MessageIds ids)
        {
            var items = new KeyValuePair<long, long>[summaries.Titles.Count];
            for (var i = 0; i < items.Length; i++)
                items[i] = new(Pane.TitleKey(ids.Tenant(summaries.TitleTenants[i]), ids.Title(summaries.Titles[i])), summaries.TitleEvents[i]);
            return FrequentItems.Of(Math.Max(2, items.Length), summaries.TitleError, items);
        }

        private static void AddSketches(Dictionary<int, TenantSketches> into, int tenant, DeltaTenantSketches sketches)
        {
            var read = new TenantSketches { BandwidthMbps = SketchOf(sketches.BandwidthMbps), StartupMs = SketchOf(sketches.StartupMs) };
            if (into.TryGetValue(tenant, out var known))
                known.Add(read); // tenants that fall together as "other"
            else
                into.Add(tenant, read);
        }

        private static QuantileSketch SketchOf(DeltaSketch? sketch)
        {
            if (sketch is null)
                return new QuantileSketch();
            var buckets = new List<(int Bucket, long Count)>(sketch.Buckets.Count + 1);
            for (var i = 0; i < sketch.Buckets.Count; i++)
                buckets.Add((sketch.Buckets[i], sketch.Counts[i]));
            if (sketch.Zeros != 0)
                buckets.Add((int.MinValue, sketch.Zeros));
            return QuantileSketch.Of(buckets);
        }
    }
}
