namespace Telemetry.Live.Tests.Endurance;

/// <summary>Memory is the whole process's, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class DayTests(ITestOutputHelper output)
{
    // 5 minutes of the past, lateness and skew; an hour; a day: each with the one that is open.
    private const int MostFine = 60 + 12 + 12 + 1, MostMinutes = 61, MostHours = 25;

    [Fact]
    public void A_day_at_a_steady_rate_leaves_memory_panes_and_sessions_where_they_were()
    {
        using var service = new SimulatedService(partitions: 4);
        // The hours of the first day stay for a day, so only from the second on does as much leave as comes.
        service.Run(TimeSpan.FromHours(25));
        var (sessions, ids) = Sizes(service);
        var (start, most) = (Memory(), 0L);
        for (var hour = 1; hour <= 24; hour++)
        {
            service.Run(TimeSpan.FromHours(1));
            var memory = Memory();
            most = Math.Max(most, memory);
            output.WriteLine($"hour {hour}: {memory / 1e6:0.00} MB, {Sizes(service)}");
            Assert.All(service.Partitions, partition =>
            {
                Assert.InRange(partition.History.Fine.Count(), 60, MostFine);
                Assert.InRange(partition.History.MinutePanes.Count(), 59, MostMinutes);
                Assert.InRange(partition.History.HourPanes.Count(), 24, MostHours);
            });
            Assert.InRange(Sizes(service).Presence, sessions / 2, sessions * 2);
            Assert.InRange(Sizes(service).Ids, ids / 2, ids * 2);
        }

        Assert.InRange(most, 0, start * 1.05);
        Assert.InRange(service.FewestMessages, 49 * 3600 / 5 / 2, int.MaxValue);
    }

    private static (int Presence, int Ids) Sizes(SimulatedService service) =>
        (service.Partitions.Sum(partition => partition.Sizes.Presence), service.Partitions.Sum(partition => partition.Sizes.Ids));

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
}
