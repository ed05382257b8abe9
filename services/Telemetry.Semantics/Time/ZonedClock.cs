namespace Telemetry.Semantics.Time;

/// <summary>The present, in the zone whose calendar is meant.</summary>
internal sealed class ZonedClock(DateTimeOffset now, TimeZoneInfo zone)
{
    public DateTimeOffset Now { get; } = now.ToUniversalTime();

    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>Today's date in the zone.</summary>
    public DateTime Today => TimeZoneInfo.ConvertTime(Now, Zone).Date;

    /// <summary>The instant when the zone's clocks show that; of a time that a clock change skips, the one after.</summary>
    public DateTimeOffset At(DateTime local)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (Zone.IsInvalidTime(wall)) wall = wall.AddMinutes(30);
        return new DateTimeOffset(wall, Zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    public DateTime Monday => Today.AddDays(-(((int)Today.DayOfWeek + 6) % 7));

    public DateTime FirstOfMonth => new(Today.Year, Today.Month, 1);

    public DateTime FirstOfQuarter => new(Today.Year, ((Today.Month - 1) / 3 * 3) + 1, 1);

    public DateTime FirstOfYear => new(Today.Year, 1, 1);
}
