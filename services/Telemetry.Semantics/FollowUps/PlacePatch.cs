using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.FollowUps;

/// <summary>A new place takes the old one's place: "what about Germany?" after a city is about all of Germany.</summary>
internal sealed class PlacePatch(SemanticCatalogue catalogue)
{
    /// <summary>
    /// Removes filters on places that the new one replaces: deeper ones always, wider ones when another place is asked about.
    /// </summary>
    public void Remove(List<PlanFilter> filters, ValueGroup place, bool another)
    {
        var level = catalogue.Dimension(place.Dimension).Place;
        filters.RemoveAll(filter => catalogue.Dimension(filter.Dimension).Place is > 0 and var other && (other >= level || another));
    }
}
