using Telemetry.LoadTest.Processes;
using Telemetry.LoadTest.Producing;
using Telemetry.LoadTest.Streams;
using Telemetry.TestSupport.Processes;
using static System.FormattableString;

namespace Telemetry.LoadTest;

/// <summary>
/// Spreads the streams over the nodes, kills one node under load, and measures how long its streams take until they show a full state on
/// another one. When the producer has stopped, every stream has to show every event.
/// </summary>
internal sealed class FailOver(LoadOptions options, LoadProcesses processes, TimeProvider clock, TextWriter output)
{
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs everything and prints the last line.</summary>
    /// <returns>The exit code: 0 when every stream was back in time and shows the right numbers.</returns>
    public static async Task<int> RunAsync(LoadOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await using var processes = await LoadProcesses.StartAsync(options, reconnecting: true, cancellationToken);
            return await new FailOver(options, processes, clock, Console.Out).MeasureAsync(cancellationToken) ? 0 : 1;
        }
        catch (Exception exception) when (exception is RunFailedException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private async Task<bool> MeasureAsync(CancellationToken cancellationToken)
    {
        await UntilAsync(seats => seats.Open == options.Streams, "had a full state", cancellationToken);
        var rate = options.Rates[0];
        processes.Producer.Send(new ProduceCommand(LoadPhase.WarmUp(0), rate, options.WarmUpSeconds));
        processes.Producer.Send(new ProduceCommand(LoadPhase.Measured(0), rate, options.Seconds));
        processes.Producer.Send(new ProduceCommand(LoadPhase.Measured(0), Rate: 0, Seconds: 0));
        await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
        var warmUp = await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
        await UntilAsync(seats => seats.FewestEvents > 0, "showed events", cancellationToken);
        await output.WriteLineAsync(Invariant($"{options.Streams} streams on {options.Nodes} nodes have their full dashboard; {rate} events/s"));

        var killedAt = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await processes.Nodes[0].KillAsync(cancellationToken);
        var moved = await UntilAsync(seats => seats.Moved > 0 && seats.Open == options.Streams, "was back", cancellationToken);
        var back = moved.BackAtUnixMs.Select(at => at - killedAt).Order().ToList();
        await output.WriteLineAsync(Invariant($"{moved.Moved} streams lost their node ({string.Join("; ", moved.Reasons)}); their first state ")
            + Invariant($"elsewhere came {back[0]} to {back[^1]} ms after the kill and was at most {moved.MostStepBack} events behind what they had shown"));

        await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
        var measured = await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
        var flushed = await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
        var events = warmUp.Events + measured.Events - flushed.Undelivered;
        var final = await UntilAsync(seats => seats.FewestEvents == events && seats.MostEvents == events, $"showed all {events} events", cancellationToken);

        var late = back.Count(milliseconds => milliseconds > BackLimit.TotalMilliseconds);
        await output.WriteLineAsync(Invariant($"every stream shows {final.FewestEvents} events"));
        await output.WriteLineAsync(Invariant($"FAILOVER streams={options.Streams} moved={moved.Moved} back_p50_ms={back[back.Count / 2]} back_max_ms={back[^1]} ")
            + Invariant($"late={late} events={events}"));
        return late == 0;
    }

    private async Task<SeatsReport> UntilAsync(Func<SeatsReport, bool> reached, string what, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            var seats = await processes.Clients.SeatsAsync(cancellationToken);
            if (reached(seats)) return seats;
            if (clock.GetElapsedTime(begun) > WaitLimit)
                throw new RunFailedException(Invariant($"After {WaitLimit.TotalSeconds:0} s not every stream {what}: {seats.Open} of {options.Streams} are open, ")
                    + Invariant($"{seats.Moved} moved, they show {seats.FewestEvents} to {seats.MostEvents} events. {string.Join("; ", seats.Reasons)}{Environment.NewLine}")
                    + processes.NodesLastLines);
            await Task.Delay(PollInterval, clock, cancellationToken);
        }
    }
}
