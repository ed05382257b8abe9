using Telemetry.Ingestion.Consuming;

namespace Telemetry.Ingestion.Tests.Consuming;

public sealed class LagClockTests
{
    private readonly LagClock _clock = new();

    [Fact]
    public void A_partition_that_is_counted_to_its_end_lags_by_nothing()
    {
        Assert.Equal(0, Sample(counted: 10, end: 10, atMs: 0));
        Assert.Equal(0, Sample(counted: 20, end: 20, atMs: 5_000));
    }

    [Fact]
    public void The_lag_is_the_time_since_the_first_message_that_is_not_counted_was_seen()
    {
        Sample(counted: 0, end: 0, atMs: 0);
        Assert.Equal(0, Sample(counted: 0, end: 100, atMs: 1_000));
        Assert.Equal(900, Sample(counted: 50, end: 200, atMs: 1_900));
        Assert.Equal(100, Sample(counted: 100, end: 250, atMs: 2_000));
        Assert.Equal(0, Sample(counted: 250, end: 250, atMs: 2_100));
    }

    [Fact]
    public void After_an_hour_behind_it_has_forgotten_nothing_that_matters()
    {
        for (var atMs = 0; atMs <= 3_600_000; atMs += 100)
            Sample(counted: 0, end: atMs + 1, atMs, received: 1);

        Assert.Equal(3_600_000, Sample(counted: 0, end: 3_700_000, atMs: 3_600_000, received: 1));
        Assert.InRange(Sample(counted: 1_800_000, end: 3_700_000, atMs: 3_600_000), 1_800_000, 1_900_000);
    }

    [Fact]
    public void What_lies_at_the_end_and_never_comes_as_a_message_is_not_waited_for()
    {
        Sample(counted: 10, end: 11, atMs: 0);
        Assert.Equal(2_900, Sample(counted: 10, end: 11, atMs: 2_900));
        Assert.Equal(0, Sample(counted: 10, end: 11, atMs: 3_000));
        Assert.Equal(0, Sample(counted: 11, end: 12, atMs: 4_000));
    }

    [Fact]
    public void What_is_on_its_way_here_is_waited_for_however_long_it_takes()
    {
        Sample(counted: 10, end: 20, atMs: 0, received: 20);
        Assert.Equal(60_000, Sample(counted: 10, end: 20, atMs: 60_000, received: 20));
    }

    private double Sample(long counted, long end, long atMs, long? received = null) =>
        _clock.Sample(counted, received ?? counted, end, TimeSpan.FromMilliseconds(atMs)).TotalMilliseconds;
}
