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
        var filters = plan.Filters.Concat(plan.Part);
        var measure = plan.Measures[0].Id;
        var active = Counted(groups, filters, time, now, measure);
        var columns = new List<ResultColumn>(groups.Select(group => group.Column)) { new(measure, catalogue.Measure(measure).Name, ColumnRole.Measure, "") };
        if (plan.Analysis == Analysis.Share)
        {
            var whole = Counted(plan.Part.Count > 0 ? groups : [], plan.Filters, time, now, measure);
            var names = groups.Select(group => $"part.{group.Name} AS {group.Name}");
            var on = plan.Part.Count > 0 && groups.Count > 0 ? $"JOIN (\n{Aggregates.Indent(whole)}\n) whole ON {string.Join(" AND ", groups.Select(group => $"part.{group.Name} = whole.{group.Name}"))}" : $"CROSS JOIN (\n{Aggregates.Indent(whole)}\n) whole";
            active = $"SELECT {string.Join(", ", names.Append($"part.{measure} AS {measure}").Append($"100e0 * part.{measure} / nullif(whole.{measure}, 0) AS {ShareSql.Column}"))}\nFROM (\n{Aggregates.Indent(active)}\n) part\n{on}";
            columns.Add(new ResultColumn(ShareSql.Column, "Share", ColumnRole.Measure, "%"));
        }
        var ranked = plan.Analysis == Analysis.Share ? ShareSql.Column : measure;
        active = SqlCompiler.Thresholds(active, plan.Thresholds, ranked);
        var order = groups.Count == 0 ? "" : $"\nORDER BY {ranked}{(plan.Order is { Descending: false } ? "" : " DESC")}, {string.Join(", ", groups.Select(group => group.Name))}";
        return new CompiledQuery($"{active}{order}\nLIMIT {plan.Limit ?? SqlCompiler.MostRows + 1}", columns);
    }

    private string Counted(List<Grouping> groups, IEnumerable<PlanFilter> filters, LocalTime time, DateTimeOffset now, string measure)
    {
        var period = new PlanPeriod(now.AddSeconds(-Seconds), null, "now") { Rolling = true };
        // "The last 60 s" leaves out the instant that it starts at.
        var source = new Source(catalogue, time, now).Of(period, filters, []).Replace($"e.event_timestamp >= {SqlLiteral.Timestamp(period.From!.Value)}", $"e.event_timestamp > {SqlLiteral.Timestamp(period.From!.Value)}", StringComparison.Ordinal);
        if (groups.Exists(group => group.Dimension!.Table == "titles") && !source.Contains("JOIN titles", StringComparison.Ordinal)) source = source.Replace("FROM events e", "FROM events e\nJOIN titles t ON t.title_id = e.title_id", StringComparison.Ordinal);
        if (groups.Exists(group => group.Dimension!.Table == "places") && !source.Contains("JOIN places", StringComparison.Ordinal)) source = source.Replace("FROM events e", "FROM events e\nJOIN places p ON p.country = e.country AND p.state = e.state AND p.city = e.city", StringComparison.Ordinal);
        var latest = groups.Select(group => $"max_by({group.Expression}, e.event_timestamp) AS {group.Name}").Prepend("max_by(e.event_type, e.event_timestamp) AS last_type").Prepend("e.customer_id");
        var known = string.Concat(groups.Select(group => $" AND {group.Name} IS NOT NULL"));
        return $"SELECT {string.Join(", ", groups.Select(group => group.Name).Append($"count(*) AS {measure}"))}\nFROM (\n{Aggregates.Indent($"SELECT {string.Join(", ", latest)}\n{source}\nGROUP BY e.customer_id")}\n) latest\nWHERE last_type NOT IN ('stop', 'complete', 'error'){known}{Aggregates.GroupBy(groups.Count)}";
    }
}
