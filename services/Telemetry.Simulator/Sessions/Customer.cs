using System.Text;
using Telemetry.Domain.Places;
using Telemetry.Simulator.Catalogue;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Sessions;

/// <summary>
/// One customer of the service. Everything about a customer follows from the seed and the customer's number, so that customers
/// need no memory while they do not watch and are the same people in every run.
/// </summary>
internal sealed record Customer(int Number, string Id, Place Place, DeliveryNetwork Network, double BandwidthMbps)
{
    /// <summary>Whose line; events leave it out for the few customers whose provider is not recognised.</summary>
    public required Provider Provider { get; init; }

    /// <summary>At least one, the favourite first, with its operating system.</summary>
    public required IReadOnlyList<(Device Device, string Os)> Devices { get; init; }

    /// <summary>What the address lookup finds of the place: nothing but the country for some.</summary>
    public required bool StateKnown { get; init; }

    public required bool CityKnown { get; init; }

    public required bool ProviderKnown { get; init; }

    public required bool OsKnown { get; init; }

    public string? State => StateKnown ? Place.State : null;

    public string? City => CityKnown ? Place.City : null;

    /// <summary>Null when the service has only its default tenant.</summary>
    public required string? Tenant { get; init; }

    public string TenantOrDefault => Tenant ?? "default";

    public static Customer Make(ulong seed, int number, Place place, Market market, IList<string> tenants)
    {
        var random = new SeededRandom(SeededRandom.Mix(seed ^ ((ulong)number << 20)));
        var provider = market.Providers.Draw(random);
        var network = market.Networks.Draw(random);
        var bandwidth = random.LogNormal(market.BandwidthMedianMbps, 0.5) * provider.BandwidthFactor;
        var lookup = random.Share();
        return new Customer(number, MakeId(seed, number), place, network, bandwidth)
        {
            Provider = provider,
            Devices = DrawDevices(random, market),
            StateKnown = lookup >= 0.012,
            CityKnown = lookup >= 0.02,
            ProviderKnown = !random.Chance(0.015),
            OsKnown = !random.Chance(0.018),
            Tenant = tenants.Count > 0 ? tenants[random.Index(tenants.Count)] : null,
        };
    }

    private static List<(Device, string)> DrawDevices(SeededRandom random, Market market)
    {
        var devices = new List<(Device, string)>();
        do
        {
            var device = market.Devices.Draw(random);
            if (!devices.Exists(owned => owned.Item1 == device))
                devices.Add((device, device.Os(random.Share(), market.AppleShare)));
        }
        while (devices.Count < 3 && random.Chance(0.4));
        return devices;
    }

    private static string MakeId(ulong seed, int number)
    {
        Span<byte> id = stackalloc byte[8];
        OpaqueId.Write(id, SeededRandom.Mix(seed), (ulong)number);
        return "CUST_" + Encoding.ASCII.GetString(id);
    }
}
