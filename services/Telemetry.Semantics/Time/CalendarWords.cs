namespace Telemetry.Semantics.Time;

/// <summary>Names of days, months and units of time.</summary>
internal static class CalendarWords
{
    private static readonly Dictionary<string, DayOfWeek> Weekdays = Names(
        ("sunday sun sundays", DayOfWeek.Sunday),
        ("monday mon mondays", DayOfWeek.Monday),
        ("tuesday tue tues tuesdays", DayOfWeek.Tuesday),
        ("wednesday wed weds wednesdays", DayOfWeek.Wednesday),
        ("thursday thu thur thurs thursdays", DayOfWeek.Thursday),
        ("friday fri fridays", DayOfWeek.Friday),
        ("saturday sat saturdays", DayOfWeek.Saturday));

    private static readonly Dictionary<string, int> Months = Names(
        ("january jan", 1),
        ("february feb", 2),
        ("march mar", 3),
        ("april apr", 4),
        ("may", 5),
        ("june jun", 6),
        ("july jul", 7),
        ("august aug", 8),
        ("september sep sept", 9),
        ("october oct", 10),
        ("november nov", 11),
        ("december dec", 12));

    private static readonly Dictionary<string, string> Units = Names(
        ("second seconds sec secs s", "second"),
        ("minute minutes min mins m", "minute"),
        ("hour hours hr hrs h", "hour"),
        ("day days d", "day"),
        ("week weeks wk wks w", "week"),
        ("fortnight fortnights", "fortnight"),
        ("month months mo", "month"),
        ("quarter quarters", "quarter"),
        ("year years yr yrs", "year"));

    public static DayOfWeek? Weekday(string plain) => Weekdays.TryGetValue(plain, out var day) ? day : null;

    public static int? Month(string plain) => Months.TryGetValue(plain, out var month) ? month : null;

    public static string? Unit(string plain) => Units.GetValueOrDefault(plain);

    /// <summary>A day of the week, a month or a unit of time.</summary>
    public static bool IsNamed(string plain) => Weekdays.ContainsKey(plain) || Months.ContainsKey(plain) || Units.ContainsKey(plain);

    private static Dictionary<string, T> Names<T>(params (string Words, T Value)[] lists) => lists
        .SelectMany(list => list.Words.Split(' ').Select(word => (Word: word, list.Value)))
        .ToDictionary(name => name.Word, name => name.Value);
}
