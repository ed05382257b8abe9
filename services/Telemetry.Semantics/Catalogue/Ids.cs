namespace Telemetry.Semantics.Catalogue;

/// <summary>Ids of measures that the code treats apart from the rest.</summary>
internal static class MeasureIds
{
    public const string ActiveViewers = "active_viewers";
    public const string Viewers = "viewers";
    public const string WatchTime = "watch_time";
    public const string DistinctValues = "distinct_values";
}

/// <summary>Ids of dimensions that the code treats apart from the rest.</summary>
internal static class DimensionIds
{
    public const string Country = "country";
    public const string State = "state";
    public const string City = "city";
    public const string DeviceType = "device_type";
    public const string DeviceOs = "device_os";
    public const string Quality = "quality";
    public const string Cdn = "cdn";
    public const string Title = "title";
    public const string Customer = "customer";
    public const string Session = "session";
    public const string HourOfDay = "hour_of_day";
    public const string Weekday = "weekday";
    public const string DayKind = "day_kind";
}
