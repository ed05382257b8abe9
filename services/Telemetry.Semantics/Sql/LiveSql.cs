using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>
/// The lake's form of active viewers: of the events of the last 60 s that pass the filters the latest one of each customer, unless
/// it is a stop, a completion or an error.
/// </summary>
internal sealed class LiveSql(SemanticCatalogue catalogue)
{
    private const int Seconds = 60;

    public CompiledQuery Compile(QueryPlan plan, DateTimeOffset now)
    {
        var time = new LocalTime(plan.Zone, now.AddDays(-1), now);
        var groups = Grouping.Of(plan, catalogue, time);
        var measure = plan.Measures[0].Id;
        var sql = Counted(groups, plan.Filters.Concat(plan.Part), time, now, measure);
        var columns = groups.ConvertAll(group => group.Column);
        columns.Add(new ResultColumn(measure, catalogue.Measure(measure).Name, ColumnRole.Measure, ""));
        var ranked = measure;
        if (plan.Analysis == Analysis.Share)
        {
            // With a part, each group is a whole of its own.
            var shared = plan.Part.Count > 0 ? groups : [];
            sql = Share(sql, Counted(shared, plan.Filters, time, now, measure), groups, shared, measure);
            columns.Add(new ResultColumn(ShareSql.Column, "Share", ColumnRole.Measure, "%"));
            ranked = ShareSql.Column;
        }
        sql = SqlCompiler.Thresholds(sql, plan.Thresholds, ranked);
        return new CompiledQuery($"{sql}{Order(plan, ranked, groups)}{SqlText.Limit(plan)}", columns);
    }

    private static string Order(QueryPlan plan, string ranked, List<Grouping> groups)
    {
        if (groups.Count == 0) return "";
        var direction = plan.Order is { Descending: false } ? "" : " DESC";
        return $"\nORDER BY {ranked}{direction}, {SqlText.List(groups.Select(group => group.Name))}";
    }

    private static string Share(string part, string whole, List<Grouping> groups, List<Grouping> shared, string measure)
    {
        var columns = groups.Select(group => $"part.{group.Name} AS {group.Name}")
            .Append($"part.{measure} AS {measure}")
            .Append($"100e0 * part.{measure} / nullif(whole.{measure}, 0) AS {ShareSql.Column}");
        var nested = SqlText.Nested(whole, "whole");
        var join = shared.Count == 0
            ? $"CROSS JOIN {nested}"
            : $"JOIN {nested} ON {SqlText.Matching(shared.Select(group => group.Name), "part", "whole")}";
        return $"SELECT {SqlText.List(columns)}\nFROM {SqlText.Nested(part, "part")}\n{join}";
    }

    private string Counted(List<Grouping> groups, IEnumerable<PlanFilter> filters, LocalTime time, DateTimeOffset now, string measure)
    {
        var latest = groups.Select(group => $"max_by({group.Expression}, e.event_timestamp) AS {group.Name}")
            .Prepend("max_by(e.event_type, e.event_timestamp) AS last_type")
            .Prepend("e.customer_id");
        var customers = $"SELECT {SqlText.List(latest)}\n{Events(groups, filters, time, now)}\nGROUP BY e.customer_id";
        var columns = groups.Select(group => group.Name).Append($"count(*) AS {measure}");
        var known = string.Concat(groups.Select(group => $" AND {group.Name} IS NOT NULL"));
        return $"SELECT {SqlText.List(columns)}\nFROM {SqlText.Nested(customers, "latest")}"
            + $"\nWHERE last_type NOT IN ('stop', 'complete', 'error'){known}{SqlText.GroupBy(groups.Count)}";
    }

    // Asked for as groups of the source, they would leave out events without a value; here the latest event decides.
    private string Events(List<Grouping> groups, IEnumerable<PlanFilter> filters, LocalTime time, DateTimeOffset now)
    {
        var from = now.AddSeconds(-Seconds);
        var start = SqlLiteral.Timestamp(from);
        var source = new Source(catalogue, time, now).Of(new PlanPeriod(from, null, "now") { Rolling = true }, filters, []);
        // "The last 60 s" leaves out the instant that it starts at.
        source = source.Replace($"e.event_timestamp >= {start}", $"e.event_timestamp > {start}", StringComparison.Ordinal);
        foreach (var (table, join) in new[] { (Source.Titles, Source.JoinTitles), (Source.Places, Source.JoinPlaces) })
        {
            if (!groups.Exists(group => group.Dimension!.Table == table) || source.Contains(join, StringComparison.Ordinal)) continue;
            source = source.Replace("FROM events e", $"FROM events e{join}", StringComparison.Ordinal);
        }
        return source;
    }
}
