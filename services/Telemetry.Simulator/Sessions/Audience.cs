using Telemetry.Domain.Places;
using Telemetry.Simulator.Catalogue;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Sessions;

/// <summary>
/// Who may begin a session: all customers, numbered place by place, and how many sessions each has open. Places take turns by
/// their share of the customers and the hour of their day.
/// </summary>
internal sealed class Audience
{
    // Some people watch on two devices at once; nobody watches on more.
    private const double SecondSessionShare = 0.03;
    private const int MaxSessions = 2;
    private const int Tries = 16;

    private readonly record struct Locality(Place Place, Market Market, double Weight, int First, int Count);

    private readonly Locality[] _localities;
    private readonly byte[] _openSessions;
    private readonly ulong _seed;
    private readonly IList<string> _tenants;
    private readonly DateTimeOffset _start;
    private Weighted<Locality> _byDemand;
    private long _demandMinute;

    public Audience(ulong seed, SimulatorOptions options, DateTimeOffset start, Gazetteer gazetteer)
    {
        _seed = seed;
        _tenants = options.Tenants;
        _start = start;
        _localities = Divide(options.CustomersOrDefault, Market.Locate(gazetteer));
        _openSessions = new byte[_localities[^1].First + _localities[^1].Count];
        _byDemand = DemandAt(start);
    }

    public int Customers => _openSessions.Length;

    /// <summary>Picks a customer who begins a session now, with a device that is free; null when nobody was found in a few tries.</summary>
    public (Customer Customer, (Device Device, string Os) Watching)? Pick(double nowMs, SeededRandom random)
    {
        if ((long)(nowMs / 60_000) is var minute && minute != _demandMinute)
        {
            _demandMinute = minute;
            _byDemand = DemandAt(_start.AddMinutes(minute));
        }
        var open = random.Chance(SecondSessionShare) ? 1 : 0;
        for (var i = 0; i < Tries; i++)
        {
            var locality = _byDemand.Draw(random);
            var number = locality.First + random.Index(locality.Count);
            // Towards the end whoever is free is welcome: a small audience may be watching all together.
            if (_openSessions[number] == open || (i > Tries / 2 && _openSessions[number] < MaxSessions))
                return Begin(number, locality, random);
        }
        return null;
    }

    /// <summary>Gives a session back.</summary>
    public void Release(Customer customer) => _openSessions[customer.Number]--;

    private (Customer, (Device, string)) Begin(int number, Locality locality, SeededRandom random)
    {
        var customer = Customer.Make(_seed, number, locality.Place, locality.Market, _tenants);
        // The favourite mostly; the second session runs on another device when there is one.
        var index = _openSessions[number] > 0 ? 1 : random.Chance(0.65) ? 0 : random.Index(customer.Devices.Count);
        _openSessions[number]++;
        return (customer, customer.Devices[Math.Min(index, customer.Devices.Count - 1)]);
    }

    private Weighted<Locality> DemandAt(DateTimeOffset instant) =>
        new([.. _localities.Select(locality => (locality, locality.Weight * DayCycle.DemandAt(instant, locality.Place)))]);

    private static Locality[] Divide(int customers, IReadOnlyList<(Place Place, Market Market, double Weight)> places)
    {
        var sum = places.Sum(place => place.Weight);
        var next = 0;
        return [.. places.Select(place =>
        {
            var count = Math.Max(1, (int)Math.Round(customers * place.Weight / sum));
            var locality = new Locality(place.Place, place.Market, place.Weight, next, count);
            next += count;
            return locality;
        })];
    }
}
