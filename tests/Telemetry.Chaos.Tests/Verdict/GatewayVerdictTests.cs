using Telemetry.Chaos.Verdict;
using Telemetry.V1;

namespace Telemetry.Chaos.Tests.Verdict;

public sealed class GatewayVerdictTests
{
    [Fact]
    public void Equal_counts_differ_in_nothing()
    {
        var verdict = GatewayVerdict.Of("node-1", Shown(tv: 3, web: 4), Shown(tv: 3, web: 4), []);
        Assert.Equal((0, 0), (verdict.Lost, verdict.Duplicated));
        Assert.Empty(verdict.Differences);
    }

    [Fact]
    public void An_event_that_is_missing_here_and_one_that_is_too_much_there_do_not_cancel_out()
    {
        var verdict = GatewayVerdict.Of("node-1", Shown(tv: 3, web: 4), Shown(tv: 2, web: 5), []);
        Assert.Equal((1, 1), (verdict.Lost, verdict.Duplicated));
        Assert.Contains("node-1 shows 2 device tv; the ledger has 3.", verdict.Differences);
    }

    [Fact]
    public void What_is_missing_in_every_dimension_is_counted_once()
    {
        var verdict = GatewayVerdict.Of("node-1", Shown(tv: 10, web: 4), Shown(tv: 3, web: 4), []);
        Assert.Equal((7, 0), (verdict.Lost, verdict.Duplicated));
    }

    private static Counts Shown(long tv, long web) => Counts.Of(new DashboardUpdate
    {
        Metrics = new Metrics { Events = tv + web },
        Device = new DeviceDistribution { Devices = { new DeviceSlice { Name = "tv", Events = tv }, new DeviceSlice { Name = "web", Events = web } } },
        Quality = new QualityDistribution(),
        Geo = new Geo(),
    });
}
