using Telemetry.Chaos.Faults;
using Telemetry.Chaos.Watching;

namespace Telemetry.Chaos.Tests.Watching;

public sealed class FaultTimesTests
{
    private readonly FaultTimes _faults = new([Fault(20, 25, FaultKind.DatabaseDown), Fault(10, 13, FaultKind.Kill), Fault(22, 28, FaultKind.BrokerDown)]);

    private static (TimeSpan From, TimeSpan To, FaultKind Kind) Fault(int from, int to, FaultKind kind) => (TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to), kind);

    [Theory]
    [InlineData(10, 19, 9)]
    [InlineData(10, 30, 12)] // outages that overlap are taken off once
    [InlineData(21, 27, 0)]
    [InlineData(24, 31, 3)]
    public void Outages_of_broker_and_database_are_not_counted(int from, int to, int left) =>
        Assert.Equal(TimeSpan.FromSeconds(left), _faults.WithoutOutages(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to)));

    [Fact]
    public void A_silence_meets_the_faults_of_which_a_part_lies_in_it()
    {
        Assert.Equal([FaultKind.Kill], _faults.Meeting(TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(19)));
        Assert.Equal([FaultKind.DatabaseDown, FaultKind.BrokerDown], _faults.Meeting(TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(22)));
        Assert.Empty(_faults.Meeting(TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(19)));
    }
}
