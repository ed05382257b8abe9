using FsCheck;
using FsCheck.Fluent;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Sql;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Sql;

/// <summary>Days that a period holds whole are taken by their date alone, and the rows are the same.</summary>
public sealed class EventRowsTests(Planners planners) : IClassFixture<Planners>
{
    private static readonly DateTimeOffset Now = new(2026, 5, 20, 12, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Whole_days_are_not_compared_by_time()
    {
        Assert.DoesNotContain("event_timestamp", planners.Ask("viewers yesterday").Sql, StringComparison.Ordinal);
        Assert.DoesNotContain("event_timestamp", planners.Ask("viewers last week").Sql, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rolling_week_compares_times_of_its_first_and_last_day_alone()
    {
        var sql = planners.Ask("viewers in the last 7 days").Sql!;
        Assert.Contains("BETWEEN '2026-05-14' AND '2026-05-19'", sql, StringComparison.Ordinal);
        Assert.Contains("IN ('2026-05-13', '2026-05-20') AND e.event_timestamp >=", sql, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_period_reads_the_table_once() =>
        Assert.DoesNotContain("UNION", planners.Ask("viewers in the last 24 hours").Sql, StringComparison.Ordinal);

    [Fact]
    public void The_rows_are_those_of_comparing_every_time()
    {
        // Hours around a fortnight, so that midnights, short and long periods and open ends all come.
        var hours = Gen.Choose(-14 * 24, 24);
        var periods = hours.SelectMany(from => hours.SelectMany(to => Gen.Elements(true, false).SelectMany(rolling =>
            Gen.Elements(true, false).Select(open => (From: Math.Min(from, to), To: Math.Max(from, to), Rolling: rolling, Open: open)))));
        Prop.ForAll(periods.ToArbitrary(), shape =>
        {
            var midnight = new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero);
            var period = new PlanPeriod(midnight.AddHours(shape.From), shape.Open ? null : midnight.AddHours(shape.To), "some time") { Rolling = shape.Rolling };
            var rows = EventRows.Of(period, Now);
            var where = rows.Conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", rows.Conditions)}";
            var upper = period.To is { } to && to <= Now ? $"< {SqlLiteral.Timestamp(to)}" : $"<= {SqlLiteral.Timestamp(Now)}";
            var naive = $"SELECT count(*) FROM events WHERE event_timestamp >= {SqlLiteral.Timestamp(period.From!.Value)} AND event_timestamp {upper}";
            return SmallLake.Text(planners.Lake.Query(naive)[0][0]) == SmallLake.Text(planners.Lake.Query($"SELECT count(*) {rows.From}{where}")[0][0]);
        }).QuickCheckThrowOnFailure();
    }
}
