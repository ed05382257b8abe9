using System.Globalization;
using System.Text;
using Telemetry.LoadTest.Processes;
using Telemetry.LoadTest.Producing;
using Telemetry.LoadTest.Streams;
using static System.FormattableString;

namespace Telemetry.LoadTest;

/// <summary>The outcome of one rate: what was produced and received, how late, at what cost, and whether that is good.</summary>
internal sealed class RateResult(
    int rate, int streams, int feeds, PhaseSum warmUp, ProducerReport measured, long undelivered, StreamsReport before, StreamsReport after,
    UsageInterval usage, LatencyHistogram latencies)
{
    /// <summary>Over all streams: events produced in the measured time that did not arrive.</summary>
    public long Lost => after.Missing(measured.Sum, feeds);

    private long LostInWarmUp => after.Missing(warmUp, feeds);

    // What the server says it kept back; it says so for the warm-up and the measured time together.
    private long Dropped => (long)(after.Dropped - before.Dropped);

    private long SampledOut => (long)(after.SampledOut - before.SampledOut);

    /// <summary>What went wrong, in words; nothing when the rate was passed.</summary>
    public IEnumerable<string> Failures
    {
        get
        {
            if (undelivered > 0) yield return Invariant($"The broker did not acknowledge {undelivered} events.");
            if (after.Failures.Count > 0)
                yield return Invariant($"{after.Failures.Count} streams failed, the first so: {after.Failures[0]}");
            if (Lost + LostInWarmUp - Dropped - SampledOut is > 0 and var silently)
                yield return Invariant($"{silently} deliveries were lost without a word; {LostInWarmUp} are missing from the warm-up.");
            if (SampledOut > 0) yield return Invariant($"{SampledOut} events were sampled out of streams that asked for every event.");
            if (after.Altered(measured.Sum) + after.Altered(warmUp) is > 0 and var altered)
                yield return Invariant($"{altered} streams received other events than were produced, or some twice.");
            if (after.Foreign > 0) yield return Invariant($"{after.Foreign} deliveries carry an event id that this run did not make.");
            if (after.MinUpdates == 0) yield return "At least one stream received no update of its dashboard.";
        }
    }

    /// <summary>The line that others read.</summary>
    public string LastLine => Invariant(
        $"LOAD rate={rate} streams={streams} p50_ms={latencies.Percentile(0.5):0.0} p99_ms={latencies.Percentile(0.99):0.0} ")
        + Invariant($"max_ms={latencies.Max:0.0} lost={Lost} cores={usage.ServerCores:0.00} rss_mb={usage.ServerPeakMegabytes:0}");

    /// <summary>The outcome for a person.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{rate} events/s on {streams} streams, {feeds} of them with the feed:");
        void Line(string name, params ReadOnlySpan<string> what) => text.AppendLine($"  {name,-12}{string.Join("; ", what)}");
        Line("produced",
            Invariant($"{measured.Events} events in {usage.Elapsed.TotalSeconds:0.0} s after {warmUp.Events} of warm-up"),
            Invariant($"the latest slice was {measured.LatestMilliseconds:0.0} ms late"));
        Line("delivered",
            Invariant($"{after.Delivered(measured.Phase)} of {measured.Events * feeds}"),
            Invariant($"the server says: {Dropped} dropped, {SampledOut} sampled out"));
        Line("latency, ms", string.Join("  ", new[] { 50, 90, 99, 99.9 }.Select(percent =>
            Invariant($"p{percent} {latencies.Percentile(percent / 100):0.0}"))), Invariant($"max {latencies.Max:0.0}"));
        Line("dashboard", Invariant($"full state on {after.WithFullState} streams, then {after.MinUpdates} updates or more on each"));
        Line("messages",
            Invariant($"{after.Frames - before.Frames}, {(after.Bytes - before.Bytes) / 1e6:0} MB"),
            Invariant($"{after.Verified - before.Verified} parsed in full and found equal"));
        Line("cores", Invariant($"server {usage.ServerCores:0.00}, clients {usage.ClientCores:0.00}, ")
            + Invariant($"producer {usage.ProducerCores:0.00}, broker {usage.BrokerCores:0.00}; all else {usage.OtherCores:0.00}"));
        foreach (var failure in Failures) text.AppendLine($"  FAILED: {failure}");
        return text.ToString().TrimEnd();
    }
}
