using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Presence;

namespace Telemetry.Domain.Tests.Presence;

public sealed class WatchTableTests
{
    private const long Now = 1_790_000_000_000;
    private readonly WatchTable _table = new(limit: 3);

    [Fact]
    public void Each_event_adds_what_was_watched_since_the_one_before()
    {
        Assert.Equal(0, Add(1, seconds: 0, watched: 0, EventType.Start));
        Assert.Equal(10_000, Add(1, seconds: 10, watched: 10));
        Assert.Equal(0, Add(1, seconds: 20, watched: 10));
        Assert.Equal(2_500, Add(1, seconds: 30, watched: 12.5));
    }

    [Fact]
    public void A_session_that_is_met_in_the_middle_adds_nothing_at_first()
    {
        Assert.Equal(0, Add(1, seconds: 0, watched: 1_800));
        Assert.Equal(10_000, Add(1, seconds: 10, watched: 1_810));
    }

    [Fact]
    public void A_start_adds_what_it_says_but_not_more_than_lateness_allows()
    {
        Assert.Equal(4_000, Add(1, seconds: 0, watched: 4, EventType.Start));
        Assert.Equal(60_000, Add(2, seconds: 0, watched: 1_800, EventType.Start));
    }

    [Fact]
    public void An_event_that_was_overtaken_adds_nothing_and_takes_nothing_away()
    {
        Add(1, seconds: 0, watched: 0, EventType.Start);
        Assert.Equal(30_000, Add(1, seconds: 30, watched: 30));
        Assert.Equal(0, Add(1, seconds: 20, watched: 20));
        Assert.Equal(10_000, Add(1, seconds: 40, watched: 40));
    }

    [Fact]
    public void A_player_that_counts_too_fast_is_held_to_the_time_that_passed_and_the_lateness()
    {
        Add(1, seconds: 0, watched: 0, EventType.Start);
        Assert.Equal(70_000, Add(1, seconds: 10, watched: 1e9));
    }

    [Fact]
    public void A_later_start_of_the_same_session_counts_from_its_own_beginning()
    {
        Add(1, seconds: 0, watched: 0, EventType.Start);
        Add(1, seconds: 50, watched: 50);
        Assert.Equal(0, Add(1, seconds: 60, watched: 0, EventType.Start));
        Assert.Equal(5_000, Add(1, seconds: 65, watched: 5));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    public void An_event_that_does_not_say_changes_nothing(double watched)
    {
        Add(1, seconds: 0, watched: 10);
        Assert.Equal(0, Add(1, seconds: 10, watched));
        Assert.Equal(5_000, Add(1, seconds: 20, watched: 15));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_forgotten_does_not_depend_on_when_it_is_swept(bool swept)
    {
        Add(1, seconds: 0, watched: 10);
        var later = (long)WatchTable.Horizon.TotalSeconds + 1;
        if (swept)
            _table.Expire(Now + 1_000);
        Assert.Equal(0, Add(1, later, watched: 40));
        Assert.Equal(3_000, Add(1, later + 3, watched: 43));
    }

    [Fact]
    public void Sessions_beyond_the_limit_add_nothing_and_the_others_go_on()
    {
        for (UInt128 session = 1; session <= 4; session++)
            Add(session, seconds: 0, watched: 0, EventType.Start);
        Assert.Equal(3, _table.Count);
        Assert.Equal(5_000, Add(3, seconds: 5, watched: 5));
        Assert.Equal(0, Add(4, seconds: 5, watched: 5));
    }

    [Fact]
    public void A_restored_table_goes_on_where_the_other_stopped()
    {
        Add(1, seconds: 0, watched: 10);
        Add(2, seconds: 30, watched: 20);
        var restored = new WatchTable(3);
        foreach (var session in _table.Since(Now + 30_000))
            restored.Restore(session);
        Assert.Equal(1, restored.Count);
        Assert.Equal(7_000, restored.Add(Event(2, seconds: 40, watched: 27), Now + 40_000));
    }

    private long Add(UInt128 session, long seconds, double watched, EventType type = EventType.Heartbeat) =>
        _table.Add(Event(session, seconds, watched, type), Now + (seconds * 1_000));

    private static TelemetryEvent Event(UInt128 session, long seconds, double watched, EventType type = EventType.Heartbeat) => new()
    {
        Session = session,
        Customer = session,
        TimestampMs = Now + (seconds * 1_000),
        Cell = new CellKey(type, DeviceType.Tv, Quality.Hd, 0, 0),
        WatchSeconds = watched,
    };
}
