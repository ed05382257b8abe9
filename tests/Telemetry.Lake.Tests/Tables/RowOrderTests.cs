using Telemetry.Lake.Tables;

namespace Telemetry.Lake.Tests.Tables;

public sealed class RowOrderTests
{
    [Fact]
    public void A_group_is_no_later_than_the_next_one()
    {
        var rows = Rows(RowOrder.RowsPerGroup + 1_000);
        var times = RowOrder.Of(rows).Select(i => rows[i].TimestampMs).ToList();
        Assert.True(times.Take(RowOrder.RowsPerGroup).Max() <= times.Skip(RowOrder.RowsPerGroup).Min());
    }

    [Fact]
    public void Every_row_has_one_place()
    {
        var order = RowOrder.Of(Rows(RowOrder.RowsPerGroup + 1_000));
        Assert.Equal(Enumerable.Range(0, order.Length), order.Order());
    }

    [Fact]
    public void Within_a_group_rows_lie_together_by_country_device_and_session_and_go_on_in_time()
    {
        var rows = Rows(20_000);
        var ordered = RowOrder.Of(rows).Select(i => rows[i]).ToList();
        var audiences = ordered.Select(row => (row.Country, row.DeviceType)).ToList();
        Assert.Equal(audiences.OrderBy(pair => pair.Country, StringComparer.Ordinal).ThenBy(pair => pair.DeviceType, StringComparer.Ordinal), audiences);
        var stretches = 1 + ordered.Zip(ordered.Skip(1)).Count(pair => pair.First.SessionId != pair.Second.SessionId);
        Assert.Equal(ordered.Select(row => row.SessionId).Distinct().Count(), stretches);
        Assert.All(ordered.Zip(ordered.Skip(1)).Where(pair => pair.First.SessionId == pair.Second.SessionId), pair => Assert.True(pair.First.TimestampMs <= pair.Second.TimestampMs));
    }

    [Fact]
    public void Rows_of_one_session_and_time_stay_as_they_came()
    {
        var rows = new EventRows();
        for (var i = 0; i < 1_000; i++)
            rows.Add(Row(i, session: 1, timestampMs: 5));
        Assert.Equal(Enumerable.Range(0, 1_000), RowOrder.Of(rows));
    }

    private static EventRows Rows(int count)
    {
        var random = new Random(7);
        var rows = new EventRows();
        for (var i = 0; i < count; i++)
            rows.Add(Row(i, random.Next(count / 50), random.Next(10_000_000)));
        return rows;
    }

    private static EventRow Row(int id, int session, long timestampMs) => new()
    {
        EventId = $"E{id}",
        SessionId = $"S{session}",
        TimestampMs = timestampMs,
        Country = $"Country {session % 12}",
        DeviceType = session % 3 == 0 ? "tv" : "web",
    };
}
