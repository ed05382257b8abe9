using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Simulator;
using Telemetry.Simulator.Events;

namespace Telemetry.Benchmarks.Snapshots;

/// <summary>
/// What the snapshots of 50,000 sessions cost: simulated events of seven minutes in 12 partitions; the minutes and hours before them are
/// taken to be like them. Figures are of one partition, the median of all, but for the bytes, which are of all.
/// </summary>
internal static class SnapshotBenchmark
{
    private const int EventsPerSecond = 5_000, Partitions = 12; // 50,000 sessions by the simulator's measure
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 19, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(7), Interval = TimeSpan.FromSeconds(10);

    public static void Run()
    {
        var vocabularies = new Vocabularies();
        var parser = new EventParser(vocabularies);
        using var stream = new EventStream(new SimulatorOptions { EventsPerSecond = EventsPerSecond }, Start);
        PartitionAggregate[] aggregates = [.. Enumerable.Range(0, Partitions).Select(partition => new PartitionAggregate(partition, 1, new AggregateLimits()))];
        Feed(stream, parser, aggregates, Start + Length);
        var sessions = stream.Sessions;

        SnapshotEncoder[] encoders = [.. aggregates.Select(_ => new SnapshotEncoder(vocabularies))];
        PartitionState[] states = [.. aggregates.Select(aggregate => WithPast(aggregate.Capture()))];
        Time(states, (state, i) => SnapshotCodec.Encode(state, vocabularies)); // compiles
        var first = Time(states, (state, i) => encoders[i].Encode(state));
        Feed(stream, parser, aggregates, Start + Length + Interval);
        var capture = Time(states, (_, i) => aggregates[i].Capture());
        states = [.. aggregates.Select((aggregate, i) => WithPast(aggregate.Capture(), states[i]))];
        var snapshots = new byte[Partitions][];
        var next = Time(states, (state, i) => snapshots[i] = encoders[i].Encode(state));
        Time(states, (state, i) => SnapshotCodec.Decode(snapshots[i], i, vocabularies));
        var decode = Time(states, (state, i) => SnapshotCodec.Decode(snapshots[i], i, new Vocabularies()));
        var restore = Time(states, (state, i) => PartitionAggregate.Restore(state, 2, new AggregateLimits()));
        var withoutIds = states.Sum(state => SnapshotCodec.Encode(state with { Presence = [], SeenIds = [] }, vocabularies).LongLength);
        var cells = states.Sum(state => state.Fine.Concat(state.Minutes).Concat(state.Hours).Sum(pane => (long)pane.Cells.Count));

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"SNAPSHOTS sessions={sessions} events_per_s={EventsPerSecond} partitions={Partitions} cells={cells} presence={states.Sum(state => state.Presence.Count)}"
            + $" ids={states.Sum(state => state.SeenIds.Count)} bytes={snapshots.Sum(bytes => bytes.LongLength)} pane_bytes={withoutIds}"
            + $" capture_ms={capture:0.0} first_encode_ms={first:0.0} encode_ms={next:0.0} decode_ms={decode:0.0} restore_ms={restore:0.0}"));
    }

    private static void Feed(EventStream stream, EventParser parser, PartitionAggregate[] aggregates, DateTimeOffset until)
    {
        while (stream.Now < until)
        {
            var message = stream.Next();
            var arrivalMs = stream.Now.ToUnixTimeMilliseconds();
            var aggregate = aggregates[(int)(XxHash3.HashToUInt64(message.Key) % Partitions)];
            if (parser.Parse(message.Value, arrivalMs, out var e) is { } rejection)
                aggregate.Reject(rejection.Reason);
            else
                aggregate.Apply(e, arrivalMs);
            aggregate.AdvanceTo(aggregate.NextOffset + 1);
            if (aggregate.NextOffset % 1_000 == 0)
                aggregate.TakeDelta(withSummaries: false);
        }
    }

    /// <summary>The state with an hour of minutes and a day of hours: those that it has, and before them what it has of 5-s panes, again and again.</summary>
    private static PartitionState WithPast(PartitionState state, PartitionState? before = null)
    {
        var closed = state.Fine.Where(pane => pane.Index < PaneTime.PaneOf(state.ClockMs - PaneTime.AllowedLatenessMs)).ToList();
        var minute = PaneTime.MinuteOf(PaneTime.PaneOf(state.ClockMs));
        return state with
        {
            Minutes = Fill(state.Minutes, before?.Minutes, minute, 60, PaneTime.PanesPerMinute),
            Hours = Fill(state.Hours, before?.Hours, PaneTime.HourOf(minute), 24, closed.Count),
        };

        List<Pane> Fill(IReadOnlyList<Pane> own, IReadOnlyList<Pane>? known, long now, int count, int panesEach)
        {
            var made = new List<Pane>();
            for (var index = now - count; index < own[0].Index; index++)
                made.Add(known?.FirstOrDefault(pane => pane.Index == index) ?? Sum(index, closed.Take(panesEach)));
            return [.. made, .. own];
        }
    }

    private static Pane Sum(long index, IEnumerable<Pane> panes)
    {
        var sum = new Pane(index, new PaneLimits());
        foreach (var pane in panes)
            sum.Add(pane);
        return sum;
    }

    private static double Time<T>(PartitionState[] states, Func<PartitionState, int, T> work)
    {
        var times = new List<double>();
        for (var i = 0; i < states.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            work(states[i], i);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return times.Order().ElementAt(times.Count / 2);
    }
}
