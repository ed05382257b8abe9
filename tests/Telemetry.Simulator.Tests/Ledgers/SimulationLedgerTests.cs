using Telemetry.Domain.Filtering;
using Telemetry.Simulator.Events;
using Telemetry.Simulator.Ledgers;

namespace Telemetry.Simulator.Tests.Ledgers;

public sealed class SimulationLedgerTests
{
    private static readonly SimulatorOptions Faulty = new() { EventsPerSecond = 100, Seed = 3, MalformedShare = 0.02, DuplicateShare = 0.02, LateShare = 0.005 };
    private readonly SimulationLedger _ledger = new();
    private readonly Recount _recount = new();

    public static TheoryData<EventFilter> Filters =>
    [
        EventFilter.All,
        new EventFilter { DeviceTypes = ["tv", "web"] },
        new EventFilter { Qualities = ["4K"] },
        new EventFilter { EventTypes = ["pause", "stop", "complete"] },
        new EventFilter { Countries = ["Germany", "France"], Qualities = ["HD"] },
        new EventFilter { States = ["England"], DeviceTypes = ["mobile"] },
        new EventFilter { Cities = ["Paris"] },
        new EventFilter { TenantIds = ["default"] },
        new EventFilter { Countries = ["Atlantis"] },
    ];

    [Fact]
    public void The_ledger_equals_a_recount_of_the_messages()
    {
        Simulate(Faulty, 20_000);
        _recount.AssertEquals(_ledger.Report());
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Active_viewers_equal_a_recount_under_any_filter(EventFilter filter)
    {
        Simulate(Faulty, 15_000); // 150 s, so that pauses and silent ends have expired
        var last = _ledger.Report().LastEventAt!.Value;
        foreach (var secondsLater in new[] { 0, 1, 20, 45, 60, 61, 90 })
        {
            var at = last.AddSeconds(secondsLater);
            Assert.Equal(_recount.ActiveAt(at, filter), _ledger.ActiveAt(at, filter));
        }
    }

    [Fact]
    public void Active_viewers_are_there_at_first_and_gone_a_minute_after_the_last_event()
    {
        Simulate(Samples.Faultless(1_000), 20_000);
        var last = _ledger.Report().LastEventAt!.Value;
        var (viewers, sessions) = _ledger.ActiveAt(last);
        Assert.InRange(viewers, 8_000, 10_500);
        Assert.True(sessions > viewers); // some watch twice
        Assert.Equal((0, 0), _ledger.ActiveAt(last.AddSeconds(61)));
    }

    [Fact]
    public void Tenants_divide_the_viewers()
    {
        var options = Samples.Faultless();
        options.Tenants.Add("north");
        options.Tenants.Add("south");
        Simulate(options, 5_000);
        var at = _ledger.Report().LastEventAt!.Value;
        var north = _ledger.ActiveAt(at, new EventFilter { TenantIds = ["north"] }).Viewers;
        var south = _ledger.ActiveAt(at, new EventFilter { TenantIds = ["south"] }).Viewers;
        Assert.True(north > 0 && south > 0);
        Assert.Equal(_ledger.ActiveAt(at).Viewers, north + south);
    }

    [Fact]
    public void A_report_survives_JSON()
    {
        Simulate(Faulty, 3_000);
        var report = _ledger.Report();
        var read = LedgerReport.FromJson(report.ToJson());
        _recount.AssertEquals(read);
        Assert.Equal(report.Latest, read.Latest);
        Assert.Equal((report.FirstEventAt, report.LastEventAt), (read.FirstEventAt, read.LastEventAt));
    }

    [Fact]
    public void The_ledger_forgets_viewers_of_long_ago()
    {
        Simulate(Samples.Faultless(50), 50 * 600);
        var report = _ledger.Report();
        Assert.All(report.Latest, latest => Assert.True(report.LastEventAt - latest.At < TimeSpan.FromSeconds(135)));
    }

    private void Simulate(SimulatorOptions options, int messages)
    {
        using var stream = new EventStream(options, Samples.Start);
        for (var i = 0; i < messages; i++)
        {
            var message = stream.Next();
            _ledger.Record(message);
            _recount.Add(message.Value, stream.Now);
        }
    }
}
