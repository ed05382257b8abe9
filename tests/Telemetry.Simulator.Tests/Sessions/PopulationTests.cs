using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator.Tests.Sessions;

public sealed class PopulationTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(1_000)]
    public void Session_time_passes_as_fast_as_the_rate_says(int eventsPerSecond)
    {
        var population = new Population(Samples.Faultless(eventsPerSecond), Samples.Start);
        for (var i = 0; i < eventsPerSecond * 600; i++)
        {
            population.Next(out _);
            Assert.InRange(population.AheadSeconds, -6, 6);
        }
    }

    [Fact]
    public void The_first_second_is_like_any_other()
    {
        var population = new Population(Samples.Faultless(1_000), Samples.Start);
        var sessionsAtFirst = population.Sessions;
        var firstMinute = CountByType(population, 1_000 * 60);
        for (var i = 0; i < 1_000 * 600; i++)
            population.Next(out _);
        var laterMinute = CountByType(population, 1_000 * 60);
        Assert.InRange(population.Sessions / (double)sessionsAtFirst, 0.93, 1.07);
        // Counts of some hundred; six standard deviations of a Poisson variable are well within a third.
        Assert.All(laterMinute.Where(type => type.Value > 150), type => Assert.InRange(firstMinute[type.Key] / (double)type.Value, 0.67, 1.5));
    }

    [Fact]
    public void A_customer_watches_twice_at_a_time_at_most_and_some_do()
    {
        var population = new Population(Samples.Faultless(500), Samples.Start);
        var open = new Dictionary<int, HashSet<int>>();
        var devices = new Dictionary<int, HashSet<string>>();
        for (var i = 0; i < 500 * 300; i++)
        {
            var viewing = population.Next(out var session);
            var customer = viewing.Session.Customer;
            var sessions = open.TryGetValue(customer.Number, out var known) ? known : open[customer.Number] = [];
            sessions.Add(viewing.Session.Number);
            if (session.Ended)
                sessions.Remove(viewing.Session.Number);
        }
        Assert.Contains(open.Values, sessions => sessions.Count == 2);
    }

    [Fact]
    public void A_customer_keeps_place_provider_and_operating_systems()
    {
        var population = new Population(Samples.Faultless(300), Samples.Start);
        var known = new Dictionary<string, Customer>();
        for (var i = 0; i < 300 * 900; i++)
        {
            var session = population.Next(out _).Session;
            var first = known.TryGetValue(session.Customer.Id, out var seen) ? seen : known[session.Customer.Id] = session.Customer;
            Assert.Equal((first.Number, first.Place, first.Provider, first.Network), (session.Customer.Number, session.Customer.Place, session.Customer.Provider, session.Customer.Network));
            Assert.Contains((session.Device, session.Os), first.Devices);
        }
    }

    [Fact]
    public void Titles_are_as_popular_as_their_rank()
    {
        var population = new Population(Samples.Faultless(3_000), Samples.Start);
        var sessions = new Dictionary<string, string>();
        for (var i = 0; i < 3_000 * 60; i++)
        {
            var session = population.Next(out _).Session;
            sessions[session.Id] = session.Title.Id;
        }
        var byTitle = sessions.Values.CountBy(title => title).OrderByDescending(count => count.Value).ToList();
        var head = byTitle.Take(12).Sum(count => count.Value) / (double)sessions.Count;
        Assert.InRange(head, 0.3, 0.7); // a tenth of the titles has about half of the sessions
        Assert.True(byTitle.Count > 100);
    }

    private static Dictionary<Domain.Events.EventType, int> CountByType(Population population, int events)
    {
        var counts = new Dictionary<Domain.Events.EventType, int>();
        for (var i = 0; i < events; i++)
        {
            var type = population.Next(out _).Type;
            counts[type] = counts.GetValueOrDefault(type) + 1;
        }
        return counts;
    }
}
