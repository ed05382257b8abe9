using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>
/// The events of a period. The time of an event is compared only on days that the period cuts: <c>event_date</c> is the UTC day of
/// <c>event_timestamp</c>, and reading eight bytes of every event is most of what a simple question over a week costs.
/// </summary>
/// <param name="From">FROM with the alias e.</param>
/// <param name="Conditions">Conditions that belong into WHERE.</param>
internal sealed record EventRows(string From, IReadOnlyList<string> Conditions)
{
    // Below this, two looks at the table save nothing.
    private const int FewestWholeDays = 2;

    public static EventRows Of(PlanPeriod period, DateTimeOffset now)
    {
        var start = period.From?.ToUniversalTime();
        var end = period.To is { } to && to <= now ? to.ToUniversalTime() : (DateTimeOffset?)null;
        var cutsFirst = start is { } from && (period.Rolling || !IsMidnight(from));
        var cutsLast = end is not { } until || period.Rolling || !IsMidnight(until);
        var last = Day(cutsLast ? end ?? now : end!.Value.AddDays(-1));

        List<string> times = [];
        if (cutsFirst) times.Add($"e.event_timestamp >= {SqlLiteral.Timestamp(start!.Value)}");
        if (cutsLast)
        {
            times.Add(end is { } before
                ? $"e.event_timestamp < {SqlLiteral.Timestamp(before)}"
                : $"e.event_timestamp <= {SqlLiteral.Timestamp(now)}");
        }

        var untilLast = $"e.event_date <= {SqlLiteral.Date(last)}";
        if (start is null) return new EventRows("FROM events e", [untilLast, .. times]);
        var first = Day(start.Value);
        var (firstWhole, lastWhole) = (first.AddDays(cutsFirst ? 1 : 0), last.AddDays(cutsLast ? -1 : 0));
        if (times.Count == 0 || (lastWhole - firstWhole).Days + 1 < FewestWholeDays)
            return new EventRows("FROM events e", [$"e.event_date >= {SqlLiteral.Date(first)}", untilLast, .. times]);

        var cut = (cutsFirst, cutsLast) switch
        {
            (true, true) => $"IN ({SqlLiteral.Date(first)}, {SqlLiteral.Date(last)})",
            (true, false) => $"= {SqlLiteral.Date(first)}",
            _ => $"= {SqlLiteral.Date(last)}",
        };
        return new EventRows(
            $"""
            FROM (
              SELECT * FROM events e WHERE e.event_date BETWEEN {SqlLiteral.Date(firstWhole)} AND {SqlLiteral.Date(lastWhole)}
              UNION ALL
              SELECT * FROM events e WHERE e.event_date {cut} AND {string.Join(" AND ", times)}
            ) e
            """, []);
    }

    private static bool IsMidnight(DateTimeOffset instant) => instant.UtcDateTime.TimeOfDay == TimeSpan.Zero;

    private static DateTimeOffset Day(DateTimeOffset instant) => new(instant.UtcDateTime.Date, TimeSpan.Zero);
}
