using Grpc.Net.Client;
using Telemetry.EndToEnd.Tests.Running;
using Telemetry.Simulator.Ledgers;
using Telemetry.V1;

namespace Telemetry.EndToEnd.Tests.Counting;

/// <summary>What the service counts against what the simulator wrote down while it sent, faults included.</summary>
public sealed class LedgerTests(QuietAppHost host) : IClassFixture<QuietAppHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_count_equals_the_simulators_ledger()
    {
        var ledger = await SimulatorProcess.RunAsync(host.Process, "--rate=2000", "--count=20000", "--malformed=0.01", "--duplicates=0.01", "--late=0.01");
        Assert.True(ledger is { Malformed: > 0, Duplicates: > 0, Late: > 0 });

        using var channel = GrpcChannel.ForAddress(host.Process.Addresses.LiveGrpc);
        var client = new LiveService.LiveServiceClient(channel);
        var state = await SimulatorProcess.UntilCountedAsync(client, ledger);

        Assert.Equal((ledger.Late, ledger.Duplicates, ledger.Malformed), (state.Health.Late, state.Health.Duplicate, state.Health.Invalid));
        Assert.Equal(ledger.Events, state.Metrics.Events);
        Assert.Equal(ledger.EventsByType, state.Metrics.ByType.Where(each => each.Events > 0).ToDictionary(each => each.EventType, each => each.Events));
        Assert.Equal(ledger.EventsByType.GetValueOrDefault("error"), state.Metrics.Errors);
        Assert.Equal(ledger.EventsByDevice, state.Device.Devices.Where(each => each.Events > 0).ToDictionary(each => each.Name, each => each.Events));
        Assert.Equal(ledger.EventsByQuality, state.Quality.Slices.Where(each => each.Events > 0).ToDictionary(each => each.Name, each => each.Events));
        Assert.Equal(
            ledger.EventsByCountry.OrderBy(each => each.Key),
            state.Geo.Places.Where(place => place.Events > 0).GroupBy(place => place.Country).Select(country => KeyValuePair.Create(country.Key, country.Sum(place => place.Events))).OrderBy(each => each.Key));
        Assert.Equal(ledger.BufferingEvents, state.Metrics.BufferingEvents);
        Assert.Equal(ledger.BandwidthSamples, state.Metrics.BandwidthSamples);
        Assert.Equal(ledger.AverageBandwidthMbps!.Value, state.Metrics.AverageBandwidthMbps, 6);
        await ActiveViewersAgreeAsync(client, ledger);
    }

    /// <summary>By the definition: each customer's latest event of the last 60 s, unless it ends viewing; filtered first.</summary>
    private static async Task ActiveViewersAgreeAsync(LiveService.LiveServiceClient client, LedgerReport ledger)
    {
        foreach (var (filter, matches) in new (Filter, Func<LatestEvent, bool>)[]
        {
            (new Filter(), _ => true),
            (new Filter { DeviceTypes = { "tv" }, Qualities = { "4K", "HD" } }, e => e is { DeviceType: "tv", Quality: "4K" or "HD" }),
            (new Filter { Countries = { "Germany" } }, e => e.Country == "Germany"),
            (new Filter { EventTypes = { "heartbeat", "pause" } }, e => e.EventType is "heartbeat" or "pause"),
        })
        {
            var state = await client.GetSnapshotAsync(new GetSnapshotRequest { Filter = filter }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Patience);
            var at = DateTimeOffset.FromUnixTimeMilliseconds(state.AtUnixMs);
            // The service looks at the clock up to a tick before it stamps the state.
            var expected = Enumerable.Range(0, 20).Select(tick => ActiveAt(ledger, at.AddMilliseconds(-50 * tick), matches)).ToHashSet();
            Assert.Contains(state.Viewers.ActiveViewers, expected);
        }
    }

    private static long ActiveAt(LedgerReport ledger, DateTimeOffset at, Func<LatestEvent, bool> matches) => ledger.Latest
        .Where(e => matches(e) && e.At > at.AddSeconds(-60) && e.At <= at)
        .GroupBy(e => e.CustomerId)
        .Count(customer => customer.OrderBy(e => e.At).ThenBy(e => EndsViewing(e) ? 1 : 0).Last() is var latest && !EndsViewing(latest));

    private static bool EndsViewing(LatestEvent e) => e.EventType is "stop" or "complete" or "error";
}
