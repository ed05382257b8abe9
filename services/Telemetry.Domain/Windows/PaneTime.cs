namespace Telemetry.Domain.Windows;

/// <summary>Event time cut into panes. A pane is named by its index: Unix time divided by its length.</summary>
public static class PaneTime
{
    /// <summary>Length of the finest pane, ms.</summary>
    public const int PaneMs = 5_000;

    /// <summary>5-s panes in a minute.</summary>
    public const int PanesPerMinute = 12;

    /// <summary>Minute panes in an hour.</summary>
    public const int MinutesPerHour = 60;

    /// <summary>How late an event may be and still be counted, ms.</summary>
    public const int AllowedLatenessMs = 60_000;

    /// <summary>How far an event's time may lie after its arrival (clocks differ), ms.</summary>
    public const int AllowedSkewMs = 60_000;

    /// <summary>The 5-s pane of a time (Unix ms).</summary>
    public static long PaneOf(long unixMs) => unixMs / PaneMs;

    /// <summary>The first 5-s pane that an event may still enter at a partition's clock (Unix ms).</summary>
    public static long FirstOpenAt(long clockMs) => PaneOf(clockMs - AllowedLatenessMs);

    /// <summary>Start of a 5-s pane, Unix ms.</summary>
    public static long StartOf(long pane) => pane * PaneMs;

    /// <summary>The minute that a 5-s pane belongs to.</summary>
    public static long MinuteOf(long pane) => pane / PanesPerMinute;

    /// <summary>The hour that a minute belongs to.</summary>
    public static long HourOf(long minute) => minute / MinutesPerHour;
}
