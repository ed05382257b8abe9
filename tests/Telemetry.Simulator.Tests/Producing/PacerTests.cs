using Microsoft.Extensions.Time.Testing;
using Telemetry.Simulator.Producing;

namespace Telemetry.Simulator.Tests.Producing;

public sealed class PacerTests
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);

    [Theory]
    [InlineData(10)]
    [InlineData(333)]
    [InlineData(50_000)]
    public void The_rate_holds_on_average_and_leaves_evenly(int perSecond)
    {
        var clock = new FakeTimeProvider();
        var pacer = new Pacer(perSecond, Slice, clock);
        var total = 0;
        for (var slice = 0; slice < 250 * 60; slice++)
        {
            clock.Advance(Slice);
            var due = pacer.Due();
            Assert.InRange(due, 0, Math.Ceiling(perSecond * 0.004) + 1);
            total += due;
        }
        Assert.InRange(total, perSecond * 60 - 1, perSecond * 60);
    }

    [Fact]
    public void A_short_delay_is_caught_up_without_a_burst()
    {
        var clock = new FakeTimeProvider();
        var pacer = new Pacer(10_000, Slice, clock);
        clock.Advance(TimeSpan.FromMilliseconds(400));
        var first = pacer.Due();
        Assert.InRange(first, 1, 160);
        var total = first;
        for (var slice = 0; slice < 150; slice++)
        {
            clock.Advance(Slice);
            total += pacer.Due();
        }
        Assert.InRange(total, 9_999, 10_000); // one second has passed and all of it was sent
        Assert.Equal(0, pacer.Forgiven);
    }

    [Fact]
    public void A_debt_of_more_than_a_second_is_forgiven_and_counted()
    {
        var clock = new FakeTimeProvider();
        var pacer = new Pacer(1_000, Slice, clock);
        clock.Advance(TimeSpan.FromSeconds(10));
        pacer.Due();
        Assert.Equal(9_000, pacer.Forgiven);
    }
}
