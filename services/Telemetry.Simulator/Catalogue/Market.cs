using Telemetry.Domain.Places;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Catalogue;

/// <summary>A country as the service's business sees it: how many watch there, on what, over which lines.</summary>
/// <param name="Country">As in the gazetteer.</param>
/// <param name="Share">Share of all customers, in percent.</param>
/// <param name="BandwidthMedianMbps">Median bandwidth of a line, Mbit/s.</param>
/// <param name="AppleShare">Share of Apple's phones, 0 to 1.</param>
/// <param name="Devices">What people watch on.</param>
/// <param name="Providers">Whose lines they use.</param>
/// <param name="Networks">Which networks deliver to them.</param>
internal sealed partial record Market(
    string Country,
    double Share,
    double BandwidthMedianMbps,
    double AppleShare,
    Weighted<Device> Devices,
    Weighted<Provider> Providers,
    Weighted<DeliveryNetwork> Networks)
{
    /// <summary>The places with their share of all customers: the country's share, divided by the size of the cities.</summary>
    public static IReadOnlyList<(Place Place, Market Market, double Weight)> Locate(Gazetteer gazetteer)
    {
        var markets = All.ToDictionary(market => market.Country, StringComparer.Ordinal);
        return [.. gazetteer.Places.GroupBy(place => place.Country).SelectMany(country =>
        {
            var market = markets.TryGetValue(country.Key, out var known)
                ? known
                : throw new InvalidOperationException($"The gazetteer has places in {country.Key}, but the simulator has no market of that name. Add one.");
            var sum = country.Sum(SizeOf);
            return country.Select(place => (place, market, market.Share * SizeOf(place) / sum));
        })];
    }

    // A city that is not listed counts as a middling one.
    private static double SizeOf(Place place) => CitySizes.GetValueOrDefault(place.City, 5);
}
