namespace Telemetry.Semantics.Time;

/// <summary>A stretch of the calendar that has a name of its own.</summary>
/// <param name="Unit">The calendar unit that it is one of.</param>
/// <param name="From">Its start.</param>
/// <param name="To">Its end, excluded.</param>
/// <param name="Phrases">What it is called.</param>
internal sealed record CalendarPeriod(
    string Unit, Func<ZonedClock, DateTime> From, Func<ZonedClock, DateTime> To, params string[] Phrases);

/// <summary>Stretches of the calendar told from the present: "today", "last week", "year to date".</summary>
internal static class CalendarPeriods
{
    public static readonly CalendarPeriod[] All =
    [
        new("day", clock => clock.Today, clock => clock.Today.AddDays(1),
            "today", "today so far", "so far today", "this day", "earlier today", "thus far today", "today until now", "today up to now",
            "since midnight", "since 00:00", "since 0:00", "so far this day", "since the day began", "since the start of the day",
            "since the start of today", "the current day", "current day", "day to date"),
        new("day", clock => clock.Today.AddDays(-1), clock => clock.Today,
            "yesterday", "yday", "yest", "ystd", "the previous calendar day", "all of yesterday", "the whole of yesterday",
            "all day yesterday", "last calendar day"),
        new("day", clock => clock.Today.AddDays(-2), clock => clock.Today.AddDays(-1),
            "day before yesterday", "the day before yesterday", "two days ago", "2 days ago"),

        new("week", clock => clock.Monday, clock => clock.Monday.AddDays(7),
            "this week", "this week so far", "so far this week", "week to date", "wtd", "the current week", "current week",
            "this calendar week", "the week so far", "the week to date", "this current week", "thus far this week", "this week to date",
            "this week until now", "this week up to now", "this week till now", "since the start of the week",
            "since the beginning of the week", "since the start of this week", "since the week began", "since the week started",
            "since the beginning of this week"),
        new("week", clock => clock.Monday.AddDays(-7), clock => clock.Monday,
            "last week", "the last calendar week", "last calendar week", "the previous calendar week", "last full week",
            "the last full week", "all of last week", "the whole of last week", "previous week", "last complete week",
            "the week just gone", "the last complete week", "prior week"),
        new("week", clock => clock.Monday.AddDays(-14), clock => clock.Monday.AddDays(-7),
            "week before last", "the week before last"),

        new("month", clock => clock.FirstOfMonth, clock => clock.FirstOfMonth.AddMonths(1),
            "this month", "month to date", "mtd", "so far this month", "this month so far", "this month up to now",
            "this month until now", "the current month", "current month", "this calendar month", "the month so far",
            "the month to date", "thus far this month", "since the start of the month", "since the beginning of the month",
            "since the month began"),
        new("month", clock => clock.FirstOfMonth.AddMonths(-1), clock => clock.FirstOfMonth,
            "last month", "last calendar month", "the previous calendar month", "last full month", "previous month"),

        new("quarter", clock => clock.FirstOfQuarter, clock => clock.FirstOfQuarter.AddMonths(3),
            "this quarter", "quarter to date", "qtd", "the current quarter", "so far this quarter", "this quarter so far"),
        new("quarter", clock => clock.FirstOfQuarter.AddMonths(-3), clock => clock.FirstOfQuarter,
            "last quarter"),

        new("year", clock => clock.FirstOfYear, clock => clock.FirstOfYear.AddYears(1),
            "this year", "year to date", "ytd", "so far this year", "this year so far", "the current year"),
        new("year", clock => clock.FirstOfYear.AddYears(-1), clock => clock.FirstOfYear,
            "last year"),

        new("hour", clock => clock.ThisHour, clock => clock.ThisHour.AddHours(1),
            "this hour", "the current hour", "this hour so far", "current hour"),
    ];
}
