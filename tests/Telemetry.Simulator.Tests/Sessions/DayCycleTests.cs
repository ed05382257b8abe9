using Telemetry.Domain.Places;
using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator.Tests.Sessions;

public sealed class DayCycleTests
{
    [Theory]
    [InlineData("Germany", "Berlin", "Berlin", 19)]
    [InlineData("Japan", "Tokyo", "Tokyo", 11)]
    [InlineData("Brazil", "São Paulo", "São Paulo", 23)]
    public void Demand_peaks_at_eight_in_the_evening_of_the_place(string country, string state, string city, int utcHourOfPeak)
    {
        Assert.True(Gazetteer.Embedded.TryFind(country, state, city, out var place));
        var midnight = new DateTimeOffset(2026, 3, 18, 0, 0, 0, TimeSpan.Zero);
        var busiest = Enumerable.Range(0, 24).MaxBy(hour => DayCycle.DemandAt(midnight.AddHours(hour), place));
        Assert.Equal(utcHourOfPeak, busiest);
    }

    [Fact]
    public void Who_watches_follows_the_sun()
    {
        var evening = ShareOf("Japan", new DateTimeOffset(2026, 3, 18, 11, 0, 0, TimeSpan.Zero));
        var night = ShareOf("Japan", new DateTimeOffset(2026, 3, 18, 19, 0, 0, TimeSpan.Zero));
        Assert.True(evening > 3 * night, $"Japan has {evening:P1} of the viewers at 20:00 in Tokyo and {night:P1} at 04:00.");
    }

    [Fact]
    public void Over_a_day_the_audience_moves_although_the_rate_stays()
    {
        var start = new DateTimeOffset(2026, 3, 18, 0, 0, 0, TimeSpan.Zero);
        var population = new Population(Samples.Faultless(20), start);
        var japanByHour = new int[24];
        for (var i = 0; i < 20 * 86_400; i++)
        {
            var viewing = population.Next(out _);
            Assert.InRange(population.AheadSeconds, -20, 20);
            var hour = (int)(population.NowMs / 3_600_000) % 24;
            japanByHour[hour] += viewing.Session.Customer.Place.Country == "Japan" ? 1 : 0;
        }
        Assert.True(japanByHour[12] > 2 * Math.Max(1, japanByHour[19]), string.Join(' ', japanByHour));
    }

    private static double ShareOf(string country, DateTimeOffset at) =>
        Samples.Take(Samples.Faultless(1_000), 10_000, at).Count(message => message.Event.Session.Customer.Place.Country == country) / 10_000.0;
}
