using Google.Protobuf;
using Google.Protobuf.Collections;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Sketches;
using Telemetry.Domain.Vocabulary;
using Telemetry.V1;

namespace Telemetry.Ingestion.Publishing;

/// <summary>Turns deltas into messages of telemetry.aggregates, mostly one of each. Not thread-safe.</summary>
/// <param name="vocabularies">The texts behind the ids in the deltas.</param>
/// <param name="partBytes">About how large a message may become before the rest goes into another one.</param>
public sealed class DeltaEncoder(Vocabularies vocabularies, int partBytes = DeltaEncoder.DefaultPartBytes)
{
    /// <summary>Well below the 1 MiB that topics take by default.</summary>
    public const int DefaultPartBytes = 600_000;

    // Typical bytes on the wire, to know roughly how large a message is before it is written.
    private const int CellBytes = 27, PresenceBytes = 46, TitleBytes = 8, BucketBytes = 5, TextBytes = 24;
    private readonly MessageTexts _texts = new(vocabularies);
    private readonly List<AggregateDelta> _parts = [];
    private AggregateDelta _part = new();
    private int _bytes;

    /// <summary>The messages of a delta, in order.</summary>
    public IReadOnlyList<byte[]> Encode(PartitionDelta delta)
    {
        _parts.Clear();
        Begin(delta);
        _part.Counters = CountersOf(delta.Counters);
        foreach (var pane in delta.Panes)
            AddPane(delta, pane);
        for (var first = 0; first < delta.Presence.Count;)
            first = AddPresence(delta, first);
        End();
        for (var i = 0; _parts.Count > 1 && i < _parts.Count; i++)
            (_parts[i].Part, _parts[i].Parts) = ((uint)i, (uint)_parts.Count);
        return _parts.ConvertAll(part => part.ToByteArray());
    }

    /// <summary>The message that says who owns a partition from now on.</summary>
    public static byte[] EncodeStarted(int partition, long epoch) =>
        new AggregateDelta { Partition = (uint)partition, Epoch = epoch, Started = true }.ToByteArray();

    private bool IsLarge => _bytes + (_texts.Count * TextBytes) >= partBytes;

    private void Begin(PartitionDelta delta)
    {
        _texts.Clear();
        _bytes = 0;
        _part = new AggregateDelta
        {
            Partition = (uint)delta.Partition,
            Epoch = delta.Epoch,
            FromOffset = delta.FromOffset,
            ToOffset = delta.ToOffset,
            Full = delta.IsFull,
            ClockUnixMs = delta.ClockMs,
        };
    }

    private void End()
    {
        _part.Tenants.AddRange(_texts.Tenants);
        _part.Titles.AddRange(_texts.Titles);
        _part.Systems.AddRange(_texts.Systems);
        _part.Places.AddRange(_texts.Places);
        _parts.Add(_part);
    }

    private void Next(PartitionDelta delta)
    {
        End();
        Begin(delta);
    }

    private void AddPane(PartitionDelta delta, PaneDelta pane)
    {
        var message = BeginPane(pane.Index);
        foreach (var (key, value) in pane.Cells)
        {
            if (IsLarge)
            {
                Next(delta);
                message = BeginPane(pane.Index);
            }
            AddCell(message.Cells ??= new DeltaCells(), key, value);
        }
        if (pane.Titles is null || pane.Sketches is null)
            return;
        message.Summaries = new DeltaSummaries { TitleError = pane.Titles.Error };
        foreach (var (title, events) in pane.Titles.LowerBounds)
            AddTitle(message.Summaries, title, events);
        foreach (var (tenant, sketches) in pane.Sketches)
        {
            if (IsLarge)
            {
                Next(delta);
                message = BeginPane(pane.Index);
                message.Summaries = new DeltaSummaries();
            }
            message.Summaries.Sketches.Add(new DeltaTenantSketches
            {
                Tenant = _texts.Tenant(tenant),
                BandwidthMbps = SketchOf(sketches.BandwidthMbps),
                StartupMs = SketchOf(sketches.StartupMs),
            });
        }
    }

    private DeltaPane BeginPane(long index)
    {
        var pane = new DeltaPane { Index = index };
        _part.Panes.Add(pane);
        return pane;
    }

    private void AddCell(DeltaCells cells, CellKey key, in CellValue value)
    {
        cells.Kinds.Add(MessageTexts.KindOf(key));
        cells.Places.Add(_texts.Place(key.Place));
        cells.Tenants.Add(_texts.Tenant(key.Tenant));
        cells.Events.Add(value.Events);
        cells.BandwidthBps.Add(value.BandwidthBps);
        cells.BandwidthSamples.Add(value.BandwidthSamples);
        cells.BufferingEvents.Add(value.BufferingEvents);
        cells.BufferingMs.Add(value.BufferingMs);
        cells.WatchedMs.Add(value.WatchedMs);
        _bytes += CellBytes;
    }

    private void AddTitle(DeltaSummaries summaries, long title, long events)
    {
        summaries.TitleTenants.Add(_texts.Tenant((int)(title >> 32)));
        summaries.Titles.Add(_texts.Title((int)title));
        summaries.TitleEvents.Add(events);
        _bytes += TitleBytes;
    }

    private DeltaSketch SketchOf(QuantileSketch sketch)
    {
        var message = new DeltaSketch();
        foreach (var (bucket, count) in sketch.Buckets())
        {
            if (bucket == int.MinValue)
            {
                message.Zeros = count;
                continue;
            }
            message.Buckets.Add(bucket);
            message.Counts.Add(count);
            _bytes += BucketBytes;
        }
        return message;
    }

    private int AddPresence(PartitionDelta delta, int first)
    {
        if (IsLarge)
            Next(delta);
        var presence = _part.Presence = new DeltaPresence();
        var next = first;
        do
        {
            var entry = delta.Presence[next++];
            AddHash(presence.Customers, entry.Customer);
            AddHash(presence.Sessions, entry.Session);
            presence.Kinds.Add(MessageTexts.KindOf(entry.Cell));
            presence.Places.Add(_texts.Place(entry.Cell.Place));
            presence.Tenants.Add(_texts.Tenant(entry.Cell.Tenant));
            presence.Systems.Add(_texts.System(entry.System));
            presence.AgesMs.Add(delta.ClockMs - entry.LastMs);
            _bytes += PresenceBytes;
        }
        while (next < delta.Presence.Count && !IsLarge);
        return next;
    }

    private static void AddHash(RepeatedField<ulong> hashes, UInt128 hash)
    {
        hashes.Add((ulong)(hash >> 64));
        hashes.Add((ulong)hash);
    }

    private static DeltaCounters CountersOf(PartitionCounters counters)
    {
        var message = new DeltaCounters
        {
            Counted = counters.Counted,
            Late = counters.Late,
            Duplicates = counters.Duplicates,
            Overflowed = counters.Overflowed,
            NewestEventUnixMs = counters.NewestEventMs,
        };
        foreach (var (reason, count) in counters.InvalidByReason)
            message.InvalidByReason.Add(reason, count);
        return message;
    }
}
