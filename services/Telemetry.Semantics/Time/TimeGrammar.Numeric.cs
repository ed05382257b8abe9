using System.Globalization;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    private static readonly string[] YearFirst = ["yyyy/M/d"];
    private static readonly string[] DayFirst = ["d/M/yyyy", "d.M.yyyy"];
    private static readonly string[] MonthFirst = ["M/d/yyyy"];

    private static readonly string[] DayFirstWithoutYear = ["dd/MM/yyyy"];
    private static readonly string[] MonthFirstWithoutYear = ["MM/dd/yyyy"];

    // "2026/03/16", "16.3.2026", "16/03/2026", "3/16/2026", "16/03". With slashes either the day or the month comes first; only days of the past can be
    // meant, and when both readings are, it has to be asked.
    private IEnumerable<TimeMatch> NumericDates(int start)
    {
        var i = Skip(Skip(start, "on"), "the");
        List<DateTime> readings = [];
        foreach (var formats in new[] { YearFirst, DayFirst, MonthFirst })
            if (DateTime.TryParseExact(Plain(i), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day <= clock.Today && !readings.Contains(day)) readings.Add(day);
        foreach (var formats in new[] { DayFirstWithoutYear, MonthFirstWithoutYear })
            if (DateTime.TryParseExact($"{Plain(i)}/{clock.Today.Year}", formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && (day <= clock.Today ? day : day.AddYears(-1)) is var past && !readings.Contains(past)) readings.Add(past);
        if (readings.Count == 0) yield break;
        var match = Match(start, i + 1, readings[0], readings[0].AddDays(1), "day");
        if (readings.Count > 1) match = match with { Spec = match.Spec with { Otherwise = Match(start, i + 1, readings[1], readings[1].AddDays(1), "day").Spec } };
        yield return match;
    }
}
