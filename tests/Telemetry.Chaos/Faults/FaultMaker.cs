using Telemetry.Chaos.Cluster;
using Telemetry.TestSupport.Nodes;
using static System.FormattableString;

namespace Telemetry.Chaos.Faults;

/// <summary>Makes planned faults happen and notes what went wrong that had to go well.</summary>
internal sealed class FaultMaker(ChaosCluster cluster, RunLog log, TimeProvider clock)
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);
    private readonly List<string> _failures = [];

    public int Kills { get; private set; }

    public int Pauses { get; private set; }

    /// <summary>What did not go well, in words.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>When nodes were taken away, and when the broker was: from when to when, in the log's time.</summary>
    public List<(TimeSpan From, TimeSpan To, FaultKind Kind)> Intervals { get; } = [];

    /// <summary>Runs the plan to its end; every node, the broker and the database are up afterwards.</summary>
    public async Task RunAsync(IReadOnlyList<Fault> plan, CancellationToken cancellationToken)
    {
        var begun = log.Now;
        var running = new List<Task>();
        foreach (var fault in plan)
        {
            var wait = begun + fault.At - log.Now;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellationToken);
            running.Add(MakeAsync(fault, cancellationToken));
        }

        await Task.WhenAll(running);
    }

    private async Task MakeAsync(Fault fault, CancellationToken cancellationToken)
    {
        log.Say(fault.ToString());
        var from = log.Now;
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                Kills++;
                await cluster.Nodes[fault.Node].KillAsync(cancellationToken);
                await Lasting();
                cluster.Nodes[fault.Node].Start();
                break;
            case FaultKind.Terminate:
                await EndAsync(cluster.Nodes[fault.Node], cancellationToken);
                await Lasting();
                cluster.Nodes[fault.Node].Start();
                break;
            case FaultKind.Pause:
                Pauses++;
                cluster.Nodes[fault.Node].Pause();
                await Lasting();
                cluster.Nodes[fault.Node].Continue();
                break;
            case FaultKind.BrokerDown:
                await cluster.Broker.TakeDownAsync(cancellationToken);
                await Lasting();
                await cluster.Broker.BringUpAsync(cancellationToken);
                break;
            case FaultKind.RequestErrors:
                await cluster.Broker.FailNextAsync(fault.Request, fault.Errors, cancellationToken);
                break;
            case FaultKind.SlowBroker:
                await cluster.Broker.DelayAsync(fault.RoundTrip, cancellationToken);
                await Lasting();
                await cluster.Broker.DelayAsync(TimeSpan.Zero, cancellationToken);
                break;
            case FaultKind.DatabaseDown:
                await cluster.Database.StopAsync(cancellationToken);
                await Lasting();
                await cluster.Database.StartAsync(cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"{fault.Kind} can't be made.");
        }

        lock (Intervals) Intervals.Add((from, log.Now, fault.Kind));

        Task Lasting() => Task.Delay(fault.Lasting, clock, cancellationToken);
    }

    /// <summary>SIGTERM, then the end with 0 in time, as the service promises.</summary>
    public async Task EndAsync(LiveNode node, CancellationToken cancellationToken)
    {
        var from = log.Now;
        var ending = node.TerminateAsync(cancellationToken);
        if (await Task.WhenAny(ending, Task.Delay(EndLimit, clock, cancellationToken)) != ending)
            Failed(Invariant($"{node.Name} did not end within {EndLimit.TotalSeconds:0} s of SIGTERM."));
        var code = await ending;
        var took = log.Now - from;
        if (code != 0) Failed(Invariant($"{node.Name} ended with code {code} after SIGTERM; 0 was expected."));
        log.Say(Invariant($"{node.Name} ended with code {code} after {took.TotalSeconds:0.0} s"));
    }

    private void Failed(string what)
    {
        log.Say(what);
        lock (_failures) _failures.Add(what);
    }
}
