using System.Text;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Simulator.Ledgers;
using Telemetry.Simulator.Producing;

namespace Telemetry.Simulator.Tests.Producing;

public sealed class SimulationRunTests : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);
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
        Assert.InRange(_clock.GetUtcNow() - Samples.Start, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));
        Assert.InRange(_sink.Messages.Count, 2_900, 3_000);
    }

    [Fact]
    public async Task An_accelerated_run_sends_hours_of_events_with_the_times_of_those_hours()
    {
        const double Factor = 3_600;
        var options = Samples.Faultless(10);
        options.MaxDuration = TimeSpan.FromHours(4);
        var accelerated = new AcceleratedClock(_clock, Samples.Start, Factor);
        var run = Task.Run(() => new SimulationRun(options, _sink, _ledger, accelerated) { Slice = Slice * Factor }.RunAsync(CancellationToken.None));
        await _clock.TimerMade.WaitAsync(RecordingSink.Timeout);
        await TickUntilEndAsync(run);
        Assert.InRange(_clock.GetUtcNow() - Samples.Start, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
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

    public void Dispose() => _sink.Dispose();

    private Task Start(SimulatorOptions options, CancellationToken cancellationToken = default) =>
        Task.Run(() => new SimulationRun(options, _sink, _ledger, _clock).RunAsync(cancellationToken), CancellationToken.None);

    /// <summary>Lets time pass until the run ends; a tick that finds the run still busy is no harm, it catches up.</summary>
    private async Task TickUntilEndAsync(Task run)
    {
        await _clock.TimerMade.WaitAsync(RecordingSink.Timeout);
        while (!run.IsCompleted)
        {
            var before = _clock.Ticks;
            _clock.Advance(Slice);
            await _clock.HandledAsync(before, run);
        }
        await run;
    }

    /// <summary>A clock moved by hand that tells when the run has made its timer and when it has looked at the time again.</summary>
    private sealed class TickingClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly TaskCompletionSource _timerMade = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _ticks;

        public Task TimerMade => _timerMade.Task;

        public long Ticks => Volatile.Read(ref _ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timerMade.TrySetResult();
            return timer;
        }

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _ticks);
            return base.GetTimestamp();
        }

        public async Task HandledAsync(long before, Task run)
        {
            while (Ticks == before && !run.IsCompleted)
                await Task.Yield();
        }
    }
}
