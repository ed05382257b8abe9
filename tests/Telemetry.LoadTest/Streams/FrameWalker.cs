namespace Telemetry.LoadTest.Streams;

/// <summary>
/// What one <c>DashboardUpdate</c> says about itself; the events of its feed are reported apart, batch by batch.
/// <paramref name="Events"/> is how many the window has, when the update says so.
/// </summary>
internal readonly record struct FrameFacts(bool Full, bool State, ulong Sequence, ulong Dropped, ulong SampledOut, long? Events);

/// <summary>
/// Reads <c>DashboardUpdate</c>, <c>EventBatch</c> and <c>FeedEvent</c> (protos/telemetry/v1/live.proto) straight from the
/// protobuf wire format (protobuf.dev/programming-guides/encoding). A thousand streams receive the same batches, so a batch is
/// read once and recognised by its bytes afterwards. Not thread-safe: one walker for each reading thread.
/// </summary>
internal sealed class FrameWalker
{
    private readonly EventBatchCache _cache = new();

    /// <summary>Reads one message.</summary>
    /// <param name="message">A serialised <c>DashboardUpdate</c>.</param>
    /// <param name="batches">Is cleared, then receives the event batches in the order of the message.</param>
    /// <exception cref="InvalidDataException">The bytes are not a protobuf message.</exception>
    public FrameFacts Walk(ReadOnlySpan<byte> message, List<EventBatchSummary> batches)
    {
        batches.Clear();
        var (full, state) = (false, false);
        var (sequence, dropped, sampledOut) = (0UL, 0UL, 0UL);
        long? events = null;
        var reader = new WireReader(message);
        while (reader.Next(out var field, out var wireType))
        {
            switch (field, wireType)
            {
                case (2, WireReader.Varint): sequence = reader.ReadVarint(); break;
                case (3, WireReader.Varint): full = reader.ReadVarint() != 0; break;
                case (5, WireReader.LengthDelimited): (state, events) = (true, EventsOf(reader.ReadBytes())); break;
                case ( >= 6 and <= 10, WireReader.LengthDelimited): state = true; reader.Skip(wireType); break;
                case (11, WireReader.LengthDelimited):
                    // The field may occur again: messages concatenate, so lists grow and the last scalar counts.
                    var batch = _cache.Find(reader.ReadBytes());
                    batches.Add(batch);
                    dropped = batch.Dropped ?? dropped;
                    sampledOut = batch.SampledOut ?? sampledOut;
                    break;
                default: reader.Skip(wireType); break;
            }
        }

        return new FrameFacts(full, state, sequence, dropped, sampledOut, events);
    }

    /// <summary>Reads one serialised <c>EventBatch</c> without looking it up.</summary>
    internal static EventBatchSummary WalkBatch(ReadOnlySpan<byte> bytes)
    {
        var summary = new EventBatchSummary();
        var reader = new WireReader(bytes);
        while (reader.Next(out var field, out var wireType))
        {
            switch (field, wireType)
            {
                case (1, WireReader.LengthDelimited): AddEvent(summary, reader.ReadBytes()); break;
                case (2, WireReader.Varint): summary.Dropped = reader.ReadVarint(); break;
                case (3, WireReader.Varint): summary.SampledOut = reader.ReadVarint(); break;
                default: reader.Skip(wireType); break;
            }
        }

        return summary;
    }

    private static long EventsOf(ReadOnlySpan<byte> metrics)
    {
        var reader = new WireReader(metrics);
        var events = 0L; // absent when it is 0
        while (reader.Next(out var field, out var wireType))
        {
            if ((field, wireType) == (2, WireReader.Varint)) events = (long)reader.ReadVarint();
            else reader.Skip(wireType);
        }

        return events;
    }

    private static void AddEvent(EventBatchSummary summary, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> eventId = default;
        var atUnixMilliseconds = 0L;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field, out var wireType))
        {
            switch (field, wireType)
            {
                case (1, WireReader.LengthDelimited): eventId = reader.ReadBytes(); break;
                case (5, WireReader.Varint): atUnixMilliseconds = (long)reader.ReadVarint(); break;
                default: reader.Skip(wireType); break;
            }
        }

        summary.Add(eventId, atUnixMilliseconds);
    }

    private ref struct WireReader(ReadOnlySpan<byte> rest)
    {
        public const int Varint = 0;
        public const int LengthDelimited = 2;
        private ReadOnlySpan<byte> _rest = rest;

        public bool Next(out int field, out int wireType)
        {
            (field, wireType) = (0, 0);
            if (_rest.IsEmpty) return false;
            var tag = ReadVarint();
            (field, wireType) = ((int)(tag >> 3), (int)(tag & 7));
            return true;
        }

        public ulong ReadVarint()
        {
            var value = 0UL;
            for (var i = 0; i < 10 && i < _rest.Length; i++)
            {
                value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
                if (_rest[i] >= 0x80) continue;
                _rest = _rest[(i + 1)..];
                return value;
            }

            throw new InvalidDataException("A protobuf message ended in the middle of a varint.");
        }

        public ReadOnlySpan<byte> ReadBytes() => Take(ReadVarint());

        public void Skip(int wireType)
        {
            switch (wireType)
            {
                case Varint: ReadVarint(); break;
                case 1: Take(8); break;
                case LengthDelimited: ReadBytes(); break;
                case 5: Take(4); break;
                default: throw new InvalidDataException($"Protobuf wire type {wireType} is not used by proto3.");
            }
        }

        private ReadOnlySpan<byte> Take(ulong length)
        {
            if (length > (ulong)_rest.Length)
                throw new InvalidDataException($"A protobuf field claims {length} bytes; {_rest.Length} are left in its message.");
            var taken = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return taken;
        }
    }
}
