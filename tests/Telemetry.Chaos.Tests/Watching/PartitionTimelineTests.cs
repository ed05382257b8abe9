using Telemetry.Chaos.Watching;

namespace Telemetry.Chaos.Tests.Watching;

public sealed class PartitionTimelineTests
{
    private readonly PartitionTimeline _timeline = new();

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Hear(double seconds, long epoch, bool started = false) => _timeline.Hear(At(seconds), new DeltaHead(epoch, 0, 0, Full: false, started));

    [Fact]
    public void A_silence_ends_with_the_first_delta_of_the_next_owner_and_not_with_its_claim()
    {
        Hear(1, epoch: 1);
        Hear(7, epoch: 2, started: true);
        Hear(9, epoch: 2);
        Assert.Equal([(At(1), At(9))], _timeline.Silences);
        Assert.Equal([At(1), At(7)], _timeline.Claims);
    }

    [Fact]
    public void A_zombie_is_not_heard()
    {
        Hear(1, epoch: 1);
        Hear(2, epoch: 2);
        Hear(3, epoch: 1);
        Hear(4, epoch: 2);
        Assert.Equal(1, _timeline.Fenced);
        Assert.Equal((At(2), At(2)), _timeline.LongestSilence(At(2), At(4)));
    }

    [Fact]
    public void An_owner_that_was_replaced_within_a_stretch_of_time_was_not_kept()
    {
        Hear(1, epoch: 1);
        Hear(5, epoch: 1);
        Hear(6, epoch: 2, started: true);
        Assert.True(_timeline.KeptOwner(At(2), At(5)));
        Assert.False(_timeline.KeptOwner(At(2), At(6)));
        Assert.False(_timeline.KeptOwner(At(0), At(3)), "nobody was heard of before it");
    }

    [Fact]
    public void The_silence_of_a_stretch_reaches_to_its_ends()
    {
        Hear(1, epoch: 1);
        Hear(3, epoch: 1);
        Assert.Equal((At(3), At(7)), _timeline.LongestSilence(At(2), At(10)));
        Assert.Equal((At(1), At(2)), _timeline.LongestSilence(At(1), At(3)));
    }
}
