namespace Telemetry.Semantics.Time;

/// <summary>The present, in the zone whose calendar is meant.</summary>
internal sealed class ZonedClock(DateTimeOffset now, TimeZoneInfo zone)
{
    public DateTimeOffset Now { get; } = now.ToUniversalTime();

    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>Today's date in the zone.</summary>
    public DateTime Today => Local(Now).Date;

    public DateTime ThisHour => Today.AddHours(Local(Now).Hour);

    public DateTime Monday => MondayOf(Today);

    public DateTime FirstOfMonth => new(Today.Year, Today.Month, 1);

    public DateTime FirstOfQuarter => new(Today.Year, ((Today.Month - 1) / 3 * 3) + 1, 1);

    public DateTime FirstOfYear => new(Today.Year, 1, 1);

    /// <summary>The instant when the zone's clocks show that; of a time that a clock change skips, the one after.</summary>
    public DateTimeOffset At(DateTime local)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (Zone.IsInvalidTime(wall)) wall = wall.AddMinutes(30);
        return new DateTimeOffset(wall, Zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    /// <summary>What the zone's clocks show at an instant.</summary>
    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).DateTime;

    /// <summary>The latest year, up to this one, in which that month has begun.</summary>
    public int YearOf(int month) => month > Today.Month ? Today.Year - 1 : Today.Year;

    /// <summary>The Monday of the week that a day is in.</summary>
    public static DateTime MondayOf(DateTime day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
