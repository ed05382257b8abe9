using System.Diagnostics;
using Telemetry.Simulator.Ledgers;
using Telemetry.V1;

namespace Telemetry.EndToEnd.Tests.Running;

/// <summary>The simulator as a program of its own, which sends a known number of events to a host and writes down what it sent.</summary>
internal static class SimulatorProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end.</summary>
    public static async Task<LedgerReport> RunAsync(AppHostProcess host, params string[] arguments)
    {
        var file = Path.Combine(Path.GetTempPath(), $"ledger-{Guid.NewGuid()}.json");
        var program = Path.Combine(AppContext.BaseDirectory, "Telemetry.Simulator.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--bootstrap", host.Addresses.Kafka, "--ledger", file, .. arguments]) { RedirectStandardError = true };
        using var simulator = Process.Start(start)!;
        var errors = await simulator.StandardError.ReadToEndAsync();
        await simulator.WaitForExitAsync();
        Assert.True(simulator.ExitCode == 0, errors);
        try
        {
            return LedgerReport.FromJson(await File.ReadAllTextAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Waits until the live service has counted everything, and asks it for its state.</summary>
    public static async Task<DashboardUpdate> UntilCountedAsync(LiveService.LiveServiceClient client, LedgerReport ledger)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var watching = client.WatchDashboard(new WatchDashboardRequest { Window = Window._1Hour }, cancellationToken: patience.Token);
        while (await watching.ResponseStream.MoveNext(patience.Token))
        {
            if (watching.ResponseStream.Current.Health is { } health
                && health.Counted + health.Late + health.Duplicate + health.Invalid >= ledger.Messages)
                return await client.GetSnapshotAsync(new GetSnapshotRequest { Window = Window._1Hour }, cancellationToken: patience.Token);
        }
        throw new InvalidOperationException("The stream ended before everything was counted.");
    }
}
