using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Simulator.Ledgers;
using Telemetry.Simulator.Producing;

namespace Telemetry.Simulator.Tests.Producing;

public sealed class SimulationRunTests : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);
    private readonly Turns _turns = new();
    private readonly TickingClock _clock = new(Samples.Start);
    private readonly RecordingSink _sink = new();
    private readonly SimulationLedger _ledger = new();

    [Fact]
    public async Task A_run_with_a_limit_ends_by_itself_flushed_and_counted()
    {
        var options = Samples.Faultless(1_000);
        options.MaxEvents = 1_234;
        var run = Start(options);
        await TickUntilEndAsync(run);
        Assert.True(_sink.Flushed);
        Assert.Equal(1_234, _sink.Messages.Count);
        Assert.Equal(1_234, _ledger.Report().Messages);
    }

    [Fact]
    public async Task A_run_with_a_duration_ends_after_it()
    {
        var options = Samples.Faultless(1_000);
        options.MaxDuration = TimeSpan.FromSeconds(3);
        var run = Start(options);
        await TickUntilEndAsync(run);
        Assert.InRange(_clock.GetUtcNow() - Samples.Start, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3) + Slice);
        Assert.InRange(_sink.Messages.Count, 2_900, 3_000);
    }

    [Fact]
    public async Task An_accelerated_run_sends_hours_of_events_with_the_times_of_those_hours()
    {
        const double Factor = 3_600;
        var options = Samples.Faultless(10);
        options.MaxDuration = TimeSpan.FromHours(4);
        var accelerated = new AcceleratedClock(_clock, Samples.Start, Factor);
        await TickUntilEndAsync(Start(options, accelerated, Slice * Factor));
        Assert.InRange(_clock.GetUtcNow() - Samples.Start, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4) + Slice);
        Assert.InRange(_sink.Messages.Count, 143_000, 144_000);
        Assert.InRange(_sink.Messages[^1].At, Samples.Start.AddHours(3.9), Samples.Start.AddHours(4.1));
    }

    [Fact]
    public async Task History_is_sent_without_waiting_and_stays_within_its_time()
    {
        await new HistoryRun(Samples.Faultless(100), _sink, _ledger).RunAsync(Samples.Start, Samples.Start.AddMinutes(10), CancellationToken.None);
        Assert.InRange(_sink.Messages.Count, 59_000, 61_000);
        Assert.True(_sink.Flushed);
        Assert.All(_sink.Messages, message => Assert.InRange(message.At, Samples.Start, Samples.Start.AddMinutes(10)));
    }

    [Fact]
    public void Printed_messages_are_one_in_a_line()
    {
        using var stream = new MemoryStream();
        var messages = Samples.Take(new SimulatorOptions { MalformedShare = 0.1 }, 500);
        using (var sink = new NdjsonSink(stream))
            messages.ForEach(message => sink.TrySend(message));
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal(501, lines.Length);
        Assert.Equal(messages.Select(message => Encoding.UTF8.GetString(message.Value)), lines.SkipLast(1));
    }

    public void Dispose()
    {
        _turns.Dispose();
        _sink.Dispose();
    }

    private Task Start(SimulatorOptions options, TimeProvider? clock = null, TimeSpan? slice = null) => _turns.Run(() =>
        new SimulationRun(options, _sink, _ledger, clock ?? _clock) { Slice = slice ?? Slice }.RunAsync(CancellationToken.None));

    /// <summary>Lets time pass until the run ends, by a slice whenever the run waits for the next one.</summary>
    private async Task TickUntilEndAsync(Task run)
    {
        while (!_clock.TimerMade.IsCompleted)
            Assert.True(_turns.TakeNext(RecordingSink.Timeout), "the run neither made its timer nor ended");
        while (!run.IsCompleted)
        {
            if (!_turns.TakeNext(TimeSpan.Zero))
                _clock.Advance(Slice);
        }
        await run;
    }

    /// <summary>A clock moved by hand that tells when the run has made its timer.</summary>
    private sealed class TickingClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly TaskCompletionSource _timerMade = new();

        public Task TimerMade => _timerMade.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timerMade.TrySetResult();
            return timer;
        }
    }

    /// <summary>Runs what comes after each await on the test's own thread, so that the test knows when the run waits.</summary>
    private sealed class Turns : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _waiting = [];

        public override void Post(SendOrPostCallback d, object? state) => _waiting.Add((d, state));

        public T Run<T>(Func<T> work)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                return work();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }

        /// <summary>False when nothing came within the time.</summary>
        public bool TakeNext(TimeSpan patience)
        {
            if (!_waiting.TryTake(out var next, patience))
                return false;
            Run(() =>
            {
                next.Callback(next.State);
                return true;
            });
            return true;
        }

        public void Dispose() => _waiting.Dispose();
    }
}
