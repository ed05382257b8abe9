using Telemetry.Semantics.Plans;
using Telemetry.V1;

namespace Telemetry.Mcp.Live;

/// <summary>Which plans a snapshot of the live service answers: active viewers, of some places, devices and qualities, by one of them or in all.</summary>
internal static class LiveShape
{
    private const string ActiveViewers = "active_viewers";

    /// <summary>The live service's filter for a plan; null when a snapshot can't answer it.</summary>
    public static Filter? FilterOf(QueryPlan plan)
    {
        var isPlain = plan is { Analysis: Analysis.Aggregate, Measures: [{ Id: ActiveViewers, Per: null, Of: null }], CompareWith: [], Grain: null, Part: [], Thresholds: [] };
        if (!isPlain || plan.Dimensions.Count > 1 || plan.Dimensions.Any(dimension => dimension is not ("device_type" or "quality" or "country" or "state" or "city"))) return null;
        var filter = new Filter();
        foreach (var condition in plan.Filters)
        {
            if (condition.Operator is not FilterOperator.In || condition.Values.Count > 64) return null;
            var values = condition.Dimension switch
            {
                "device_type" => filter.DeviceTypes,
                "quality" => filter.Qualities,
                "country" => filter.Countries,
                "state" => filter.States,
                "city" => filter.Cities,
                _ => null,
            };
            // Two conditions on one dimension hold both; a filter's values are alternatives.
            if (values is null || values.Count > 0) return null;
            values.AddRange(condition.Values);
        }

        return filter;
    }

    /// <summary>The rows that the plan asks for.</summary>
    public static IReadOnlyList<IReadOnlyList<object?>> RowsOf(QueryPlan plan, DashboardUpdate snapshot)
    {
        if (plan.Dimensions is not [var dimension]) return [[snapshot.Viewers?.ActiveViewers ?? 0]];
        var counted = dimension switch
        {
            "device_type" => (snapshot.Device?.Devices ?? []).Select(slice => (slice.Name, slice.ActiveViewers)),
            "quality" => (snapshot.Quality?.Slices ?? []).Select(slice => (slice.Name, slice.ActiveViewers)),
            "country" => (snapshot.Geo?.Places ?? []).Select(place => (Name: place.Country, place.ActiveViewers)),
            "state" => (snapshot.Geo?.Places ?? []).Select(place => (Name: place.State, place.ActiveViewers)),
            _ => (snapshot.Geo?.Places ?? []).Select(place => (Name: place.City, place.ActiveViewers)),
        };
        var groups = counted.Where(group => group.Name.Length > 0 && group.ActiveViewers > 0).GroupBy(group => group.Name, StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Viewers: group.Sum(part => part.ActiveViewers)));
        var ordered = plan.Order is { Descending: false } ? groups.OrderBy(group => group.Viewers) : groups.OrderByDescending(group => group.Viewers);
        return [.. ordered.ThenBy(group => group.Name, StringComparer.Ordinal).Skip(plan.Skip ?? 0).Take(plan.Limit ?? int.MaxValue).Select(group => (IReadOnlyList<object?>)[group.Name, group.Viewers])];
    }
}
