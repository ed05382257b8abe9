using System.Globalization;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    // Day before month comes first among the readings, where both are possible.
    private static readonly string[][] Formats = [["yyyy/M/d"], ["d/M/yyyy", "d.M.yyyy"], ["M/d/yyyy"]];
    private static readonly string[][] FormatsWithoutYear = [["dd/MM/yyyy"], ["MM/dd/yyyy"]];

    // "2026/03/16", "16.3.2026", "16/03/2026", "3/16/2026", "16/03". With slashes either the day or the month comes first; only days
    // of the past can be meant, and when both readings are, it has to be asked.
    private IEnumerable<TimeMatch> NumericDates(int start)
    {
        var i = Skip(Skip(start, "on"), "the");
        var written = Read(Plain(i), Formats).Where(day => day <= clock.Today);
        var withoutYear = Read($"{Plain(i)}/{clock.Today.Year}", FormatsWithoutYear)
            .Select(day => day <= clock.Today ? day : day.AddYears(-1));
        var readings = written.Concat(withoutYear).Distinct().ToList();
        if (readings.Count == 0) yield break;
        var match = OneDay(start, i + 1, readings[0]);
        yield return readings.Count == 1 ? match
            : match with { Spec = match.Spec with { Otherwise = OneDay(start, i + 1, readings[1]).Spec } };
    }

    private static IEnumerable<DateTime> Read(string text, string[][] formats)
    {
        foreach (var format in formats)
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) yield return day;
    }
}
