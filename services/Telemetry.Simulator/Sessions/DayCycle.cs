using Telemetry.Domain.Places;

namespace Telemetry.Simulator.Sessions;

/// <summary>How many people watch at which hour of their own day.</summary>
internal static class DayCycle
{
    // Percent of the evening's peak, by local hour: least at four in the morning, most at eight in the evening.
    private static readonly double[] ByHour =
        [34, 20, 11, 7, 6, 7, 13, 21, 25, 27, 29, 33, 41, 39, 37, 39, 45, 57, 73, 90, 100, 97, 80, 54];

    /// <summary>Demand in percent of the peak at that instant in that place, above 0 and at most 100.</summary>
    public static double DemandAt(DateTimeOffset instant, Place place)
    {
        var local = LocalTime(instant, place);
        var intoHour = local.Minute / 60.0;
        var demand = ByHour[local.Hour] * (1 - intoHour) + ByHour[(local.Hour + 1) % 24] * intoHour;
        var weekendDay = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && local.Hour is >= 9 and < 19;
        return weekendDay ? Math.Min(100, demand * 1.45) : demand;
    }

    /// <summary>The viewer's clock. A system without a time zone database gets sun time, which is enough for a day cycle.</summary>
    private static DateTime LocalTime(DateTimeOffset instant, Place place) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(place.TimeZone, out var zone)
            ? TimeZoneInfo.ConvertTime(instant, zone).DateTime
            : instant.UtcDateTime.AddHours(place.Longitude / 15);
}
