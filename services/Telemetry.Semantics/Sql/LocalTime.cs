using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>
/// SQL for the days and hours of a zone. Timestamps are UTC; a zone's offsets within the period are known, so that plain interval
/// arithmetic does, and the start of a bucket comes out in UTC again.
/// </summary>
internal sealed class LocalTime
{
    private readonly List<(DateTimeOffset Until, TimeSpan Offset)> _offsets = [];

    public LocalTime(string? zone, DateTimeOffset from, DateTimeOffset to)
    {
        if (zone is null) return;
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        // Offsets change on whole hours; two years of hours are looked at in no time.
        var at = from > to.AddYears(-2) ? from : to.AddYears(-2);
        at = new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero);
        var offset = info.GetUtcOffset(at);
        for (; at < to.AddDays(1); at = at.AddHours(1))
        {
            if (info.GetUtcOffset(at) == offset) continue;
            _offsets.Add((at, offset));
            offset = info.GetUtcOffset(at);
        }
        _offsets.Add((DateTimeOffset.MaxValue, offset));
    }

    /// <summary>A UTC timestamp as the zone's clocks show it.</summary>
    public string Of(string utc) =>
        _offsets.Count == 0 ? utc : Cases(utc, i => _offsets[i].Until, i => Moved(utc, _offsets[i].Offset));

    /// <summary>The start of the bucket that an event is in, in UTC.</summary>
    public string Bucket(string utc, PlanGrain grain)
    {
        var start = Truncated(Of(utc), grain);
        if (_offsets.Count == 0) return start;
        // A bucket's start is told in local time, so the change of offsets is as well.
        return Cases(start, i => _offsets[i].Until + _offsets[i].Offset, i => Moved(start, -_offsets[i].Offset));
    }

    private static string Truncated(string time, PlanGrain grain) => grain switch
    {
        { Count: 1 } => $"date_trunc('{grain.Unit}', {time})",
        { Unit: "minute" } => $"(date_trunc('minute', {time}) - INTERVAL '1' MINUTE * (minute({time}) % {grain.Count}))",
        _ => $"(date_trunc('hour', {time}) - INTERVAL '1' HOUR * (hour({time}) % {grain.Count}))",
    };

    private string Cases(string tested, Func<int, DateTimeOffset> until, Func<int, string> value)
    {
        if (_offsets.Count == 1) return value(0);
        // The last one holds for good.
        var cases = Enumerable.Range(0, _offsets.Count - 1)
            .Select(i => $"WHEN {tested} < {SqlLiteral.Timestamp(until(i))} THEN {value(i)}");
        return $"(CASE {string.Join(' ', cases)} ELSE {value(_offsets.Count - 1)} END)";
    }

    private static string Moved(string time, TimeSpan offset)
    {
        var minutes = (int)offset.TotalMinutes;
        return minutes == 0 ? time : $"({time} {(minutes > 0 ? '+' : '-')} INTERVAL '{Math.Abs(minutes)}' MINUTE)";
    }
}
