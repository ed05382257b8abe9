namespace Telemetry.Live.Views;

/// <summary>How far back a sliding window reaches.</summary>
public enum WindowLength
{
    /// <summary>12 panes of 5 s.</summary>
    OneMinute,

    /// <summary>60 panes of 5 s.</summary>
    FiveMinutes,

    /// <summary>60 panes of a minute.</summary>
    OneHour,
}
