using Telemetry.Simulator.Events;
using Telemetry.Simulator.Ledgers;

namespace Telemetry.Simulator.Producing;

/// <summary>Sends a stretch of the past as fast as it is taken; event times follow session time instead of a clock.</summary>
internal sealed class HistoryRun(SimulatorOptions options, IMessageSink sink, SimulationLedger ledger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(5);

    /// <summary>Sends what happened from one instant to the other, at most <see cref="SimulatorOptions.MaxEvents"/>, then flushes.</summary>
    public async Task RunAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        using var stream = new EventStream(options, from);
        var left = options.MaxEvents > 0 ? options.MaxEvents : long.MaxValue;
        for (var message = stream.Next(); left > 0 && stream.Now < until; message = stream.Next(), left--)
        {
            while (!sink.TrySend(message))
                await Task.Delay(Retry, cancellationToken);
            ledger.Record(message);
            cancellationToken.ThrowIfCancellationRequested();
        }
        await sink.FlushAsync(cancellationToken);
    }
}
