using Telemetry.LoadTest.Producing;
using Telemetry.V1;

namespace Telemetry.LoadTest.Streams;

/// <summary>What all streams of one reading thread have received together. Not thread-safe.</summary>
internal sealed class StreamTally
{
    // Often enough to see thousands of frames in a run, seldom enough to cost nothing.
    private const int VerifyEvery = 1000;
    private readonly FrameWalker _walker = new();
    private readonly LatencyHistogram?[] _latencies = new LatencyHistogram?[256];

    /// <summary>The event batches of the message that was walked last.</summary>
    public List<EventBatchSummary> Batches { get; } = [];

    public long Bytes { get; set; }

    public long Frames { get; private set; }

    public long Verified { get; private set; }

    public ulong Dropped { get; private set; }

    public ulong SampledOut { get; private set; }

    public long Foreign { get; private set; }

    /// <summary>Walks a message; every thousandth is also parsed by Google.Protobuf and compared.</summary>
    /// <exception cref="InvalidDataException">The message is malformed, or the two readings differ.</exception>
    public FrameFacts Walk(ReadOnlySpan<byte> message)
    {
        var facts = _walker.Walk(message, Batches);
        Dropped += facts.Dropped;
        SampledOut += facts.SampledOut;
        foreach (var batch in Batches) Foreign += batch.Foreign;
        if (Frames++ % VerifyEvery == 0) Verify(message, facts);
        return facts;
    }

    /// <summary>Counts the latency of every event of a batch.</summary>
    /// <param name="batch">What one stream received.</param>
    /// <param name="receivedAt">Time of receipt, Unix time in steps of <see cref="LatencyHistogram.Resolution"/>.</param>
    public void AddLatencies(EventBatchSummary batch, long receivedAt)
    {
        foreach (var group in batch.Stamps)
        {
            var histogram = _latencies[group.Phase] ??= new LatencyHistogram();
            histogram.Add(receivedAt - (group.AtUnixMilliseconds * LatencyHistogram.Resolution), group.Events);
        }
    }

    public LatencyCounts Latencies(int phase) => (_latencies[phase] ?? new LatencyHistogram()).ToCounts();

    private void Verify(ReadOnlySpan<byte> message, FrameFacts facts)
    {
        var parsed = DashboardUpdate.Parser.ParseFrom(message);
        var hasState = parsed.Metrics is not null || parsed.Viewers is not null || parsed.Quality is not null
            || parsed.Device is not null || parsed.Geo is not null || parsed.Health is not null;
        var expected = new FrameFacts(parsed.Full, hasState, parsed.Sequence, parsed.Events?.Dropped ?? 0, parsed.Events?.SampledOut ?? 0, parsed.Metrics?.Events);
        var (walkedEvents, parsedEvents) = (new EventBatchSummary(), new EventBatchSummary());
        foreach (var batch in Batches) walkedEvents.Add(batch);
        Span<byte> eventId = stackalloc byte[EventIdentity.TextLength];
        foreach (var feedEvent in parsed.Events?.Events ?? [])
        {
            var fits = System.Text.Encoding.UTF8.TryGetBytes(feedEvent.EventId, eventId, out var length);
            parsedEvents.Add(fits ? eventId[..length] : default, feedEvent.AtUnixMs);
        }

        if (facts != expected || !walkedEvents.SameAs(parsedEvents))
            throw new InvalidDataException($"Fast and full reading of {message.Length} bytes differ: {facts}, {expected}.");
        Verified++;
    }
}
