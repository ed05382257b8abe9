using System.Globalization;
using Telemetry.Semantics.Language;
using Telemetry.Semantics.Time;

namespace Telemetry.Semantics.Tests.Time;

/// <summary>Time expressions at a fixed clock: what they mean, and what is none.</summary>
public sealed class TimeGrammarTests
{
    // A Wednesday, half past noon.
    private static readonly DateTimeOffset Now = new(2026, 5, 20, 12, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("today", "2026-05-20T00:00", null)]
    [InlineData("yesterday", "2026-05-19T00:00", "2026-05-20T00:00")]
    [InlineData("the day before yesterday", "2026-05-18T00:00", "2026-05-19T00:00")]
    [InlineData("last 24 hours", "2026-05-19T12:30", null)]
    [InlineData("past 90 mins", "2026-05-20T11:00", null)]
    [InlineData("last half hour", "2026-05-20T12:00", null)]
    [InlineData("past fortnight", "2026-05-06T12:30", null)]
    [InlineData("the last three days", "2026-05-17T12:30", null)]
    [InlineData("this week", "2026-05-18T00:00", null)]
    [InlineData("last week", "2026-05-11T00:00", "2026-05-18T00:00")]
    [InlineData("past week", "2026-05-13T12:30", null)]
    [InlineData("the week before last", "2026-05-04T00:00", "2026-05-11T00:00")]
    [InlineData("month to date", "2026-05-01T00:00", null)]
    [InlineData("last month", "2026-04-01T00:00", "2026-05-01T00:00")]
    [InlineData("the first half of March", "2026-03-01T00:00", "2026-03-16T00:00")]
    [InlineData("second half of last month", "2026-04-16T00:00", "2026-05-01T00:00")]
    [InlineData("first half of yesterday", "2026-05-19T00:00", "2026-05-19T12:00")]
    [InlineData("over the weekend", "2026-05-16T00:00", "2026-05-18T00:00", 2)]
    [InlineData("on Sunday", "2026-05-17T00:00", "2026-05-18T00:00")]
    [InlineData("since Tuesday", "2026-05-19T00:00", null)]
    [InlineData("since yesterday 6pm", "2026-05-19T18:00", null)]
    [InlineData("since noon", "2026-05-20T12:00", null)]
    [InlineData("March 14", "2026-03-14T00:00", "2026-03-15T00:00")]
    [InlineData("14th of March 2025", "2025-03-14T00:00", "2025-03-15T00:00")]
    [InlineData("on 2026-05-01", "2026-05-01T00:00", "2026-05-02T00:00")]
    [InlineData("on 16/05/2026", "2026-05-16T00:00", "2026-05-17T00:00")]
    [InlineData("5/16/2026", "2026-05-16T00:00", "2026-05-17T00:00")]
    [InlineData("16.5.2026", "2026-05-16T00:00", "2026-05-17T00:00")]
    [InlineData("2026/05/16", "2026-05-16T00:00", "2026-05-17T00:00")]
    [InlineData("05/06/2026", "2026-05-06T00:00", "2026-05-07T00:00")]
    [InlineData("from 02/05/2026 to 14/05/2026", "2026-05-02T00:00", "2026-05-15T00:00")]
    [InlineData("December 24", "2025-12-24T00:00", "2025-12-25T00:00")]
    [InlineData("from May 2 to May 4", "2026-05-02T00:00", "2026-05-05T00:00")]
    [InlineData("between Monday and Tuesday", "2026-05-18T00:00", "2026-05-20T00:00")]
    [InlineData("10 to 12 May", "2026-05-10T00:00", "2026-05-13T00:00")]
    [InlineData("yesterday between 18:00 and 22:00", "2026-05-19T18:00", "2026-05-19T22:00")]
    [InlineData("between 9 and 11 am today", "2026-05-20T09:00", "2026-05-20T11:00")]
    [InlineData("yesterday at 8 pm", "2026-05-19T20:00", "2026-05-19T21:00")]
    [InlineData("this morning", "2026-05-20T06:00", "2026-05-20T12:00")]
    [InlineData("yesterday afternoon between 2pm and 4pm", "2026-05-19T14:00", "2026-05-19T16:00")]
    [InlineData("this morning from 8 to 10", "2026-05-20T08:00", "2026-05-20T10:00")]
    [InlineData("between 7 and 9 this morning", "2026-05-20T07:00", "2026-05-20T09:00")]
    [InlineData("from half past two to four in the afternoon yesterday", "2026-05-19T14:30", "2026-05-19T16:00")]
    [InlineData("last night between 11 and 1", "2026-05-19T23:00", "2026-05-20T01:00")]
    [InlineData("yesterday evening at 8", "2026-05-19T20:00", "2026-05-19T21:00")]
    [InlineData("the evening of May 4", "2026-05-04T18:00", "2026-05-05T00:00")]
    [InlineData("yesterday 18:00-20:00", "2026-05-19T18:00", "2026-05-19T20:00")]
    [InlineData("from 5 in the morning till 9 in the morning today", "2026-05-20T05:00", "2026-05-20T09:00")]
    [InlineData("today before noon", "2026-05-20T00:00", "2026-05-20T12:00")]
    [InlineData("yesterday after 9 pm", "2026-05-19T21:00", "2026-05-20T00:00")]
    [InlineData("after 9 pm yesterday", "2026-05-19T21:00", "2026-05-20T00:00")]
    [InlineData("later than 9:30 on Sunday", "2026-05-17T09:30", "2026-05-18T00:00")]
    [InlineData("after 6 pm yesterday until now", "2026-05-19T18:00", null)]
    [InlineData("since 6 pm yesterday", "2026-05-19T18:00", null)]
    [InlineData("after 2026-05-18 09:30", "2026-05-18T09:30", null)]
    [InlineData("the first six hours of yesterday", "2026-05-19T00:00", "2026-05-19T06:00")]
    [InlineData("the last 3 days of April", "2026-04-28T00:00", "2026-05-01T00:00")]
    [InlineData("3 days ago", "2026-05-17T00:00", "2026-05-18T00:00")]
    [InlineData("week of May 6", "2026-05-04T00:00", "2026-05-11T00:00")]
    public void A_time_expression_is_that_period(string text, string from, string? to, int skipped = 0)
    {
        var match = Longest(text, skipped);
        Assert.NotNull(match);
        Assert.Equal(WordReader.Read(text).Count, match.End);
        Assert.Equal(Instant(from), match.Spec.Period!.From);
        Assert.Equal(to is null ? null : Instant(to), match.Spec.Period.To);
    }

    [Theory]
    [InlineData("today", "America/New_York", "2026-05-20T04:00", null)]
    [InlineData("yesterday", "Asia/Tokyo", "2026-05-18T15:00", "2026-05-19T15:00")]
    [InlineData("March 8", "America/New_York", "2026-03-08T05:00", "2026-03-09T04:00")]
    public void Days_are_those_of_the_zone_clock_changes_included(string text, string zone, string from, string? to)
    {
        var match = Longest(text, 0, zone);
        Assert.Equal(Instant(from), match!.Spec.Period!.From);
        Assert.Equal(to is null ? null : Instant(to), match.Spec.Period.To);
    }

    [Theory]
    [InlineData("may I see the viewers")]
    [InlineData("march of the penguins")]
    [InlineData("top 5 titles")]
    [InlineData("second screen")]
    [InlineData("32 May")]
    [InlineData("0 days ago")]
    [InlineData("at 25:00")]
    [InlineData("last episode")]
    [InlineData("last night")]
    [InlineData("once yesterday")]
    public void Other_words_are_no_time(string text) => Assert.Null(Longest(text, 0));

    [Theory]
    [InlineData("this week over last", 3, "week")]
    [InlineData("this month compared to the previous one", 4, "month")]
    public void A_unit_that_is_said_once_holds_for_both_periods(string text, int start, string unit)
    {
        var match = Longest(text, start);
        Assert.Equal(TimeKind.Before, match!.Spec.Kind);
        Assert.Equal(unit, match.Spec.Unit);
        Assert.Equal(WordReader.Read(text).Count, match.End);
    }

    [Fact]
    public void The_weekend_before_a_weekend_is_another_one() =>
        Assert.Equal(Instant("2026-05-09T00:00"), Longest("the weekend vs the previous weekend", 3)!.Spec.Period!.From);

    [Fact]
    public void Now_is_a_moment_and_no_period() => Assert.Equal(TimeKind.Now, Longest("right now", 0)!.Spec.Kind);

    private static TimeMatch? Longest(string text, int start, string zone = "UTC")
    {
        var words = WordReader.Read(text);
        return new TimeGrammar(words, new ZonedClock(Now, TimeZoneInfo.FindSystemTimeZoneById(zone))).At(start).OrderByDescending(match => match.End).ThenBy(match => match.Spec.Kind).FirstOrDefault();
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
