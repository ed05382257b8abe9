using Telemetry.Mcp.Planning;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Mcp.Tests.Planning;

/// <summary>A lake that is being filled is looked at often, so that its values are understood within seconds.</summary>
public sealed class ValueRefreshTests
{
    private static readonly KnownValues PlacesAlone = Values(("country", ["Germany"]), ("device_type", []));
    private static readonly KnownValues WithEvents = Values(("country", ["Germany"]), ("device_type", ["tv"]));

    [Fact]
    public void A_lake_with_places_and_no_events_is_read_again_soon() =>
        Assert.Equal(ValueRefresh.PauseAfter(changed: false, KnownValues.None), ValueRefresh.PauseAfter(changed: false, PlacesAlone));

    [Fact]
    public void New_values_are_followed_by_another_look_soon() =>
        Assert.Equal(ValueRefresh.PauseAfter(changed: false, KnownValues.None), ValueRefresh.PauseAfter(changed: true, WithEvents));

    [Fact]
    public void Values_that_stay_the_same_are_read_less_often() =>
        Assert.True(ValueRefresh.PauseAfter(changed: false, WithEvents) > ValueRefresh.PauseAfter(changed: true, WithEvents));

    private static KnownValues Values(params (string Dimension, string[] Values)[] entries) =>
        new(entries.ToDictionary(entry => entry.Dimension, entry => (IReadOnlyList<string>)entry.Values), []);
}
