using Telemetry.LoadTest.Processes;
using Telemetry.LoadTest.Producing;
using Telemetry.LoadTest.Streams;
using Telemetry.TestSupport.Processes;
using static System.FormattableString;

namespace Telemetry.LoadTest;

/// <summary>Leads a run: starts the processes, settles, measures one rate after the other, and says what came out.</summary>
internal sealed class Orchestrator(LoadOptions options, LoadProcesses processes, TimeProvider clock, TextWriter output)
{
    private const int SettlingRate = 200;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(5);
    private readonly int _all = options.Feeds; // that are to receive every event

    /// <summary>Runs everything and prints the last lines.</summary>
    /// <returns>The exit code: 0 when every stream received everything that the server did not say it dropped.</returns>
    public static async Task<int> RunAsync(LoadOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await using var processes = await LoadProcesses.StartAsync(options, reconnecting: false, cancellationToken);
            var results = await new Orchestrator(options, processes, clock, Console.Out).MeasureAsync(cancellationToken);
            foreach (var result in results) await Console.Out.WriteLineAsync(result.LastLine);
            return results.All(result => !result.Failures.Any()) ? 0 : 1;
        }
        catch (Exception exception) when (exception is RunFailedException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private async Task<IReadOnlyList<RateResult>> MeasureAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        var results = new List<RateResult>();
        for (var index = 0; index < options.Rates.Count; index++) results.Add(await MeasureRateAsync(index, cancellationToken));
        return results;
    }

    // A consumer group takes seconds to form, and where a new group begins is the server's choice: events are sent
    // until all of a second's reach every stream. Only then is "nothing lost" a fair demand.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            var before = (await processes.Clients.ReportAsync(cancellationToken)).DeliveredToAll(LoadPhase.Settling, _all);
            processes.Producer.Send(new ProduceCommand(LoadPhase.Settling, SettlingRate, 1));
            await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
            await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
            var report = await DrainAsync(LoadPhase.Settling, before + SettlingRate, TimeSpan.FromSeconds(3), cancellationToken);
            if (report.Failures.Count > 0) throw Failed($"{report.Failures.Count} streams failed, the first so: {report.Failures[0]}");
            if (report.WithFullState == options.Streams && report.DeliveredToAll(LoadPhase.Settling, _all) >= before + SettlingRate) break;
            if (clock.GetElapsedTime(begun) > SettlingLimit)
            {
                var reached = report.DeliveredToAll(LoadPhase.Settling, _all);
                throw Failed(Invariant($"After {SettlingLimit.TotalSeconds:0} s {report.WithFullState} of {options.Streams} streams have a full ")
                    + Invariant($"dashboard, and {reached} events reached all that ask for them."));
            }
        }

        await output.WriteLineAsync(Invariant($"{options.Streams} streams from {options.Clients} processes have their full dashboard and {_all} of them all ")
            + Invariant($"events, {clock.GetElapsedTime(begun).TotalSeconds:0.0} s after connecting."));
    }

    private async Task<RateResult> MeasureRateAsync(int index, CancellationToken cancellationToken)
    {
        var rate = options.Rates[index];
        var before = await processes.Clients.MarkAsync(cancellationToken);
        processes.Producer.Send(new ProduceCommand(LoadPhase.WarmUp(index), rate, options.WarmUpSeconds));
        processes.Producer.Send(new ProduceCommand(LoadPhase.Measured(index), rate, options.Seconds));
        processes.Producer.Send(new ProduceCommand(LoadPhase.Measured(index), Rate: 0, Seconds: 0));

        await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
        var warmUp = await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
        await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
        if (processes.Sharing is { } begun) await begun.BeginAsync(cancellationToken);
        var usage = new UsageInterval(processes, clock);
        var measured = await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);
        usage.End();
        var sharing = processes.Sharing is { } ended ? await ended.EndAsync(usage.Elapsed, cancellationToken) : null;
        var flushed = await processes.Producer.ReceiveAsync<ProducerReport>(cancellationToken);

        await DrainAsync(LoadPhase.WarmUp(index), warmUp.Events, StallLimit, cancellationToken);
        var after = await DrainAsync(LoadPhase.Measured(index), measured.Events, StallLimit, cancellationToken);
        var result = new RateResult(rate, options.Streams, _all, warmUp.Sum, measured, flushed.Undelivered, before, after, usage,
            await processes.Clients.LatenciesAsync(LoadPhase.Measured(index), cancellationToken));
        await output.WriteLineAsync(result.ToString());
        if (sharing is not null) await output.WriteLineAsync($"  sharing     {sharing}");
        if (result.Failures.Any() && processes.NodesLastLines is { Length: > 0 } lines) await output.WriteLineAsync(lines);
        return result;
    }

    // Returns when all streams have so many events of the phase, or none has received any more for a while.
    private async Task<StreamsReport> DrainAsync(int phase, long events, TimeSpan stallLimit, CancellationToken cancellationToken)
    {
        var (delivered, since) = (-1L, clock.GetTimestamp());
        while (true)
        {
            var report = await processes.Clients.ReportAsync(cancellationToken);
            if (report.DeliveredToAll(phase, _all) >= events || report.Failures.Count > 0) return report;
            if (report.Delivered(phase) != delivered) (delivered, since) = (report.Delivered(phase), clock.GetTimestamp());
            else if (clock.GetElapsedTime(since) > stallLimit) return report;
            await Task.Delay(PollInterval, clock, cancellationToken);
        }
    }

    private RunFailedException Failed(string what) => new($"{what}{Environment.NewLine}{processes.NodesLastLines}");
}
