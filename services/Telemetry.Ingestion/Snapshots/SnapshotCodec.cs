using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Presence;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>
/// A partition's state as bytes: "TSNP", the version of the format, a checksum (XxHash3) of all that follows, the offset and clock,
/// those up to which deltas told it, the totals, the texts that the rest speaks of by number, the panes of each length (each compressed
/// by itself), who watches and for how long, the ids seen, and (since version 4) the tenants that have a place. No bytes stand for the state of a partition of which nothing was read.
/// </summary>
public static class SnapshotCodec
{
    internal const byte Version = 4;
    private const byte OldestVersion = 3;
    internal const int ChecksumBytes = 8, ChecksumAt = 5, BodyAt = ChecksumAt + ChecksumBytes;

    internal static ReadOnlySpan<byte> Magic => "TSNP"u8;

    /// <summary>The state as bytes. Whoever writes the same aggregate's state often keeps a <see cref="SnapshotEncoder"/>.</summary>
    public static byte[] Encode(PartitionState state, Vocabularies vocabularies) => new SnapshotEncoder(vocabularies).Encode(state);

    /// <summary>
    /// The state of a partition, with this process's ids. A text that its vocabulary has no room for becomes "other", and what
    /// falls together by that is added up.
    /// </summary>
    /// <exception cref="UnreadableSnapshotException">The bytes are damaged, of another partition or of another version.</exception>
    public static PartitionState Decode(ReadOnlyMemory<byte> snapshot, int partition, Vocabularies vocabularies)
    {
        if (snapshot.IsEmpty)
            return PartitionState.Empty(partition);
        var reader = new SnapshotReader(Body(snapshot.Span, out var version));
        var found = reader.Number();
        if (found != partition)
            throw new UnreadableSnapshotException($"expected the state of partition {partition}, found that of {found}.");
        var nextOffset = reader.Number();
        var clockMs = reader.Number(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        var told = new PartitionPosition(reader.Number(nextOffset), reader.Number(clockMs));
        var counters = ReadCounters(ref reader);
        var texts = TextIds.Read(ref reader, vocabularies);
        var state = new PartitionState(
            partition,
            nextOffset,
            clockMs,
            ReadPanes(ref reader, texts),
            ReadPanes(ref reader, texts),
            ReadPanes(ref reader, texts),
            ReadPresence(ref reader, texts, clockMs),
            ReadSeen(ref reader, clockMs),
            counters)
        {
            Watched = ReadWatched(ref reader, clockMs),
            Tenants = version == OldestVersion ? [] : ReadTenants(ref reader, texts, clockMs),
            Told = told,
        };
        if (reader.Remaining > 0)
            throw new UnreadableSnapshotException($"expected nothing more, found {reader.Remaining} bytes.");
        return state;
    }

    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> snapshot, out byte version)
    {
        if (!snapshot.StartsWith(Magic))
            throw new UnreadableSnapshotException("expected it to begin with \"TSNP\", found something else.");
        if (snapshot.Length < BodyAt)
            throw new UnreadableSnapshotException($"expected at least {BodyAt} bytes, found {snapshot.Length}.");
        version = snapshot[Magic.Length];
        if (version is not (Version or OldestVersion))
            throw new UnreadableSnapshotException($"expected version {Version} of the format, found version {version}; another release wrote it.");
        var body = snapshot[BodyAt..];
        var expected = BinaryPrimitives.ReadUInt64LittleEndian(snapshot[ChecksumAt..]);
        if (XxHash3.HashToUInt64(body) is var checksum && checksum != expected)
            throw new UnreadableSnapshotException($"expected the checksum {expected:x16}, found {checksum:x16}; bytes were changed or lost.");
        return body;
    }

    private static PartitionCounters ReadCounters(ref SnapshotReader reader) => new()
    {
        Counted = reader.Number(SnapshotReader.MaxCount),
        Late = reader.Number(SnapshotReader.MaxCount),
        Duplicates = reader.Number(SnapshotReader.MaxCount),
        Overflowed = reader.Number(SnapshotReader.MaxCount),
        NewestEventMs = reader.Number(),
        InvalidByReason = ReadReasons(ref reader),
    };

    private static Dictionary<string, long> ReadReasons(ref SnapshotReader reader)
    {
        var reasons = new Dictionary<string, long>();
        for (var count = reader.Count(2); count > 0; count--)
            reasons[Encoding.UTF8.GetString(reader.Sized())] = reader.Number(SnapshotReader.MaxCount);
        return reasons;
    }

    private static List<Pane> ReadPanes(ref SnapshotReader reader, TextIds texts)
    {
        var count = reader.Count(2);
        var panes = new List<Pane>(count);
        for (var last = -1L; panes.Count < count;)
        {
            var index = reader.Number(long.MaxValue / PaneTime.PaneMs);
            if (index <= last)
                throw new UnreadableSnapshotException($"expected a pane after {last}, found {index}.");
            panes.Add(PaneBlock.Decode(reader.Sized(), index, texts));
            last = index;
        }
        return panes;
    }

    private static PresenceEntry[] ReadPresence(ref SnapshotReader reader, TextIds texts, long clockMs)
    {
        var entries = new PresenceEntry[reader.Count(35)];
        foreach (ref var entry in entries.AsSpan())
            entry = new PresenceEntry(reader.Hash(), reader.Hash(), texts.Cell(reader.Unsigned()), texts.System(reader.Number()), clockMs - reader.Signed());
        return entries;
    }

    private static WatchedSession[] ReadWatched(ref SnapshotReader reader, long clockMs)
    {
        var sessions = new WatchedSession[reader.Count(18)];
        foreach (ref var session in sessions.AsSpan())
            session = new WatchedSession(reader.Hash(), clockMs - reader.Signed(), reader.Number(SnapshotReader.MaxCount));
        return sessions;
    }

    private static TenantPlace[] ReadTenants(ref SnapshotReader reader, TextIds texts, long clockMs)
    {
        var tenants = new TenantPlace[reader.Count(2)];
        foreach (ref var tenant in tenants.AsSpan())
            tenant = new TenantPlace(texts.Tenant(reader.Number()), clockMs - reader.Signed());
        return tenants;
    }

    private static SeenId[] ReadSeen(ref SnapshotReader reader, long clockMs)
    {
        var seen = new SeenId[reader.Count(17)];
        foreach (ref var id in seen.AsSpan())
            id = new SeenId(reader.Hash(), clockMs - reader.Signed());
        return seen;
    }
}
