using Telemetry.Simulator.Events;
using Telemetry.Simulator.Ledgers;

namespace Telemetry.Simulator.Producing;

/// <summary>One run of the simulation: takes events from the stream at the asked rate, sends them and writes them down.</summary>
internal sealed class SimulationRun(SimulatorOptions options, IMessageSink sink, SimulationLedger ledger, TimeProvider clock)
{
    /// <summary>Messages leave in slices of this length, in time of the clock. Default: 4 ms.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>Sends until the options' end or until cancelled, then flushes. Returns after the last message has arrived.</summary>
    /// <param name="cancellationToken">Ends the run early; what was sent by then is still flushed.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Settling tens of thousands of sessions takes a moment; the start of the host need not wait for it.
        using var stream = await Task.Run(() => new EventStream(options, clock.GetUtcNow()), cancellationToken);
        await SendAsync(stream, cancellationToken);
        await sink.FlushAsync(CancellationToken.None);
    }

    private async Task SendAsync(EventStream stream, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Slice, clock);
        var pacer = new Pacer(options.EventsPerSecond, Slice, clock);
        var sender = new PacedSender(stream, sink, ledger, pacer, clock, options.MaxEvents);
        var began = clock.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken) && sender.SendDue() && !IsOver(began))
            {
                // The next slice.
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Being stopped is the normal end of a run without limits.
        }
    }

    private bool IsOver(long began) => options.MaxDuration > TimeSpan.Zero && clock.GetElapsedTime(began) >= options.MaxDuration;
}
