namespace Telemetry.LoadTest.Streams;

/// <summary>What some streams have received so far.</summary>
/// <param name="WithFullState">Streams that received a full dashboard.</param>
/// <param name="MinUpdates">State updates since the mark, of the stream with the fewest.</param>
/// <param name="Dropped">Events that the server said it dropped, over all streams.</param>
/// <param name="SampledOut">Events that the server said it sampled out, over all streams.</param>
/// <param name="Foreign">Events that the run did not produce.</param>
/// <param name="Frames">Messages received.</param>
/// <param name="Bytes">Bytes received, HTTP framing included.</param>
/// <param name="Verified">Messages that were also parsed in full and found equal.</param>
/// <param name="Groups">For each phase: how many streams received which events. Streams that received none are not in it.</param>
/// <param name="Failures">Why streams ended, in words.</param>
internal sealed record StreamsReport(
    int WithFullState, long MinUpdates, ulong Dropped, ulong SampledOut, long Foreign, long Frames, long Bytes, long Verified,
    IReadOnlyList<StreamGroup> Groups, IReadOnlyList<string> Failures)
{
    public static StreamsReport Empty { get; } = new(0, long.MaxValue, 0, 0, 0, 0, 0, 0, [], []);

    public StreamsReport Plus(StreamsReport other) => new(
        WithFullState + other.WithFullState, Math.Min(MinUpdates, other.MinUpdates), Dropped + other.Dropped, SampledOut + other.SampledOut,
        Foreign + other.Foreign, Frames + other.Frames, Bytes + other.Bytes, Verified + other.Verified,
        [.. Groups, .. other.Groups], [.. Failures, .. other.Failures]);

    /// <summary>Deliveries of a phase, over all streams.</summary>
    public long Delivered(int phase) => Of(phase).Sum(group => group.Streams * group.Events);

    /// <summary>Events of a phase that did not arrive, over <paramref name="streams"/> streams.</summary>
    public long Missing(PhaseSum produced, int streams) =>
        ((streams - Of(produced.Phase).Sum(group => group.Streams)) * produced.Events)
        + Of(produced.Phase).Sum(group => group.Streams * Math.Max(0, produced.Events - group.Events));

    /// <summary>Events of a phase that every one of <paramref name="streams"/> streams has received at least.</summary>
    public long DeliveredToAll(int phase, int streams) =>
        Of(phase).Sum(group => group.Streams) < streams ? 0 : Of(phase).Min(group => group.Events);

    /// <summary>Streams that received as many events of a phase as were produced, or more, but not exactly those.</summary>
    public int Altered(PhaseSum produced) => Of(produced.Phase)
        .Where(group => group.Events >= produced.Events && (group.Events, group.Fingerprints) != (produced.Events, produced.Fingerprints))
        .Sum(group => group.Streams);

    private IEnumerable<StreamGroup> Of(int phase) => Groups.Where(group => group.Phase == phase);
}

/// <summary>Streams that received the same events of a phase.</summary>
internal sealed record StreamGroup(int Phase, int Streams, long Events, ulong Fingerprints);
