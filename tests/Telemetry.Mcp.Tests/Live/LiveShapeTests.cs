using Telemetry.Mcp.Live;
using Telemetry.Semantics.Plans;
using Telemetry.V1;

namespace Telemetry.Mcp.Tests.Live;

public sealed class LiveShapeTests
{
    private static readonly QueryPlan Now = new() { Measures = [new PlanMeasure("active_viewers")] };

    private static readonly DashboardUpdate Snapshot = new()
    {
        Viewers = new Viewers { ActiveViewers = 7 },
        Device = new DeviceDistribution { Devices = { new DeviceSlice { Name = "web", ActiveViewers = 2 }, new DeviceSlice { Name = "tv", ActiveViewers = 5 }, new DeviceSlice { Name = "mobile" } } },
        Geo = new Geo
        {
            Places =
            {
                new Place { Country = "Germany", City = "Berlin", ActiveViewers = 2 }, new Place { Country = "Germany", City = "Hamburg", ActiveViewers = 1 },
                new Place { Country = "Japan", City = "Tokyo", ActiveViewers = 4 }, new Place { Country = "", ActiveViewers = 1 },
            },
        },
    };

    [Fact]
    public void Active_viewers_in_all_are_one_number() => Assert.Equal([[7L]], LiveShape.RowsOf(Now, Snapshot));

    [Fact]
    public void Groups_come_largest_first_without_the_empty_ones() =>
        Assert.Equal([["tv", 5L], ["web", 2L]], LiveShape.RowsOf(Now with { Dimensions = ["device_type"] }, Snapshot));

    [Fact]
    public void Places_are_added_up_and_unknown_ones_left_out() =>
        Assert.Equal([["Germany", 3L], ["Japan", 4L]], LiveShape.RowsOf(Now with { Dimensions = ["country"], Order = new PlanOrder(Descending: false) }, Snapshot));

    [Fact]
    public void A_limit_keeps_the_first_groups() =>
        Assert.Equal([["Tokyo", 4L]], LiveShape.RowsOf(Now with { Dimensions = ["city"], Limit = 1 }, Snapshot));

    [Fact]
    public void A_place_of_the_ranking_passes_over_the_ones_before() =>
        Assert.Equal([["web", 2L]], LiveShape.RowsOf(Now with { Dimensions = ["device_type"], Limit = 1, Skip = 1 }, Snapshot));

    [Fact]
    public void Filters_of_the_plan_are_those_of_the_live_service()
    {
        var filter = LiveShape.FilterOf(Now with { Filters = [new PlanFilter("country", FilterOperator.In, ["Japan", "Germany"]), new PlanFilter("quality", FilterOperator.In, ["4K"])] });
        Assert.Equal(new Filter { Countries = { "Japan", "Germany" }, Qualities = { "4K" } }, filter);
    }

    public static TheoryData<QueryPlan> Others => new()
    {
        Now with { Measures = [new PlanMeasure("viewers")] },
        Now with { Analysis = Analysis.Share, Dimensions = ["device_type"] },
        Now with { Dimensions = ["device_type", "quality"] },
        Now with { Dimensions = ["isp"] },
        Now with { Filters = [new PlanFilter("isp", FilterOperator.In, ["SkyWave"])] },
        Now with { Filters = [new PlanFilter("country", FilterOperator.NotIn, ["Japan"])] },
        Now with { Thresholds = [new PlanThreshold(FilterOperator.Over, 10)] },
        Now with { CompareWith = [new PlanPeriod(null, null, "yesterday")] },
        Now with { Grain = new PlanGrain("hour") },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void What_a_snapshot_does_not_tell_is_left_to_the_lake(QueryPlan plan) => Assert.Null(LiveShape.FilterOf(plan));
}
