namespace Telemetry.Live.Tests.HandOver;

public sealed class HandOverModelTests
{
    private const int InterleavingsEach = 3_000;

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(2_000_000)]
    [InlineData(3_000_000)]
    [InlineData(4_000_000)]
    public void However_the_steps_interleave_every_gateway_shows_each_distinct_valid_event_once(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + InterleavingsEach; seed++)
        {
            if (new HandOverModel(seed, Fault.None).Run() is { } wrong)
                Assert.Fail($"Seed {seed} (replay it with new HandOverModel({seed}, Fault.None).Run()): {wrong}");
        }
    }

    [Theory]
    [InlineData(Fault.NoFencing)]
    [InlineData(Fault.NoEpochCheck)]
    [InlineData(Fault.FirstDeltaNotFull)]
    [InlineData(Fault.NoOffsetCheck)]
    public void What_is_broken_is_found(object fault) =>
        Assert.Contains(Enumerable.Range(1, InterleavingsEach), seed => new HandOverModel(seed, (Fault)fault).Run() is not null);

    [Fact]
    public void The_same_seed_takes_the_same_steps()
    {
        var seed = Enumerable.Range(1, InterleavingsEach).First(seed => new HandOverModel(seed, Fault.FirstDeltaNotFull).Run() is not null);

        Assert.Equal(new HandOverModel(seed, Fault.FirstDeltaNotFull).Run(), new HandOverModel(seed, Fault.FirstDeltaNotFull).Run());
    }
}
