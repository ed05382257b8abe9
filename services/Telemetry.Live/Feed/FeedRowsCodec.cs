using Google.Protobuf;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Publishing;
using Telemetry.V1;

namespace Telemetry.Live.Feed;

/// <summary>Gathers the events of one partition that become a message of telemetry.feed. Not thread-safe.</summary>
internal sealed class FeedRowsBuilder(ulong node, int partition, Vocabularies vocabularies)
{
    private readonly MessageTexts _texts = new(vocabularies);
    private FeedRows _rows = new();
    private byte[] _entries = new byte[16 * 1024];
    private int _length;
    private long _newest, _taken;

    /// <summary>Events gathered.</summary>
    public int Count => _rows.Offsets.Count;

    public void Add(long offset, CellKey cell, ReadOnlySpan<byte> entry)
    {
        if (_length + entry.Length > _entries.Length)
            Array.Resize(ref _entries, Math.Max(_entries.Length * 2, _length + entry.Length));
        entry.CopyTo(_entries.AsSpan(_length));
        _length += entry.Length;
        _rows.Offsets.Add((ulong)(Count == 0 ? offset : offset - _newest));
        _newest = offset;
        _rows.Kinds.Add(MessageTexts.KindOf(cell));
        _rows.RowPlaces.Add(_texts.Place(cell.Place));
        _rows.RowTenants.Add(_texts.Tenant(cell.Tenant));
        _rows.Lengths.Add((uint)entry.Length);
    }

    /// <summary>The message, and nothing gathered any more.</summary>
    public byte[] Take()
    {
        (_rows.Node, _rows.Partition, _rows.Before) = (node, (uint)partition, (ulong)_taken);
        _taken += Count;
        _rows.Tenants.AddRange(_texts.Tenants);
        _rows.Places.AddRange(_texts.Places);
        _rows.Entries = UnsafeByteOperations.UnsafeWrap(_entries.AsMemory(0, _length));
        var message = _rows.ToByteArray();
        _rows = new FeedRows();
        _texts.Clear();
        _length = 0;
        return message;
    }
}

/// <summary>Reads messages of telemetry.feed.</summary>
internal static class FeedRowsReader
{
    /// <summary>The node that a message comes from, without reading the rest.</summary>
    public static ulong NodeOf(ReadOnlySpan<byte> message) =>
        message.Length > sizeof(ulong) && message[0] == ((FeedRows.NodeFieldNumber << 3) | (int)WireFormat.WireType.Fixed64)
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(message[1..])
            : 0;

    /// <summary>Hands the events of a message to a feed; returns whose they are.</summary>
    /// <exception cref="UnreadableMessageException">The bytes are no such message or contradict themselves.</exception>
    public static FeedOrigin Read(byte[] message, Vocabularies vocabularies, IFeedTarget feed)
    {
        FeedRows rows;
        try
        {
            rows = FeedRows.Parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new UnreadableMessageException("expected telemetry.v1.FeedRows, found other bytes", exception);
        }
        var count = rows.Offsets.Count;
        if (rows.Kinds.Count != count || rows.RowPlaces.Count != count || rows.RowTenants.Count != count || rows.Lengths.Count != count
            || rows.Lengths.Sum(length => (long)length) != rows.Entries.Length)
            throw new UnreadableMessageException($"expected {count} events, found columns of another length");
        var ids = new MessageIds(vocabularies, rows.Tenants, rows.Places);
        var (offset, start) = (0L, 0);
        for (var i = 0; i < count; i++)
        {
            offset += (long)rows.Offsets[i];
            feed.Take((int)rows.Partition, offset, ids.Cell(rows.Kinds[i], rows.RowPlaces[i], rows.RowTenants[i]), rows.Entries.Span.Slice(start, (int)rows.Lengths[i]));
            start += (int)rows.Lengths[i];
        }
        return new FeedOrigin(rows.Node, (int)rows.Partition, (long)rows.Before, count);
    }
}

/// <summary>Where the events of a message come from.</summary>
/// <param name="Node">The node that sent them.</param>
/// <param name="Partition">Their partition.</param>
/// <param name="Before">Events of the partition that the node had sent before.</param>
/// <param name="Events">How many these are.</param>
internal readonly record struct FeedOrigin(ulong Node, int Partition, long Before, int Events);
