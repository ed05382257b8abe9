using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Domain.Tests.Filtering;

public sealed class CellMatcherTests
{
    private readonly Vocabularies _vocabularies = new();

    [Fact]
    public void Values_are_alternatives_and_dimensions_are_combined()
    {
        var filter = new EventFilter { DeviceTypes = ["tv", "web"], Qualities = ["4K"], Countries = ["Germany"], Cities = ["Munich", "Berlin"] };
        Assert.True(Matches(filter, Cell(device: DeviceType.Tv)));
        Assert.True(Matches(filter, Cell(device: DeviceType.Web)));
        Assert.False(Matches(filter, Cell(device: DeviceType.Mobile)));
        Assert.False(Matches(filter, Cell(quality: Quality.Hd)));
        Assert.False(Matches(filter, Cell(city: "Hamburg")));
        Assert.False(Matches(filter, Cell(country: "France")));
    }

    [Fact]
    public void An_empty_filter_lets_everything_pass_and_an_unknown_value_nothing()
    {
        Assert.True(Matches(EventFilter.All, Cell()));
        Assert.False(Matches(new EventFilter { DeviceTypes = ["fridge"] }, Cell()));
        Assert.False(Matches(new EventFilter { TenantIds = ["acme"] }, Cell()));
        Assert.True(Matches(new EventFilter { TenantIds = ["default"] }, Cell()));
        Assert.False(Matches(new EventFilter { EventTypes = ["error"] }, Cell()));
    }

    [Fact]
    public void Filters_that_let_the_same_pass_are_equal()
    {
        var a = new EventFilter { DeviceTypes = ["tv", "web"] };
        Assert.Equal(a, new EventFilter { DeviceTypes = ["web", "tv", "tv"] });
        Assert.NotEqual(a, new EventFilter { Qualities = ["tv", "web"] });
        Assert.NotEqual(new EventFilter { Countries = ["a"], States = ["b"] }, new EventFilter { Countries = ["a", "b"] });
    }

    private bool Matches(EventFilter filter, CellKey cell) => new CellMatcher(filter, _vocabularies).Matches(cell);

    private CellKey Cell(DeviceType device = DeviceType.Tv, Quality quality = Quality.Uhd, string country = "Germany", string city = "Munich") =>
        new(EventType.Heartbeat, device, quality, _vocabularies.Places.GetOrAdd(new Place(country, "", city)), _vocabularies.Tenants.GetOrAdd("default"));
}
