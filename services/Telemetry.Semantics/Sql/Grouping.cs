using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>A column that rows are grouped by.</summary>
/// <param name="Name">Name in the result.</param>
/// <param name="Expression">SQL over events.</param>
/// <param name="Column">What it is to readers.</param>
/// <param name="Dimension">Its dimension; null for time buckets.</param>
internal sealed record Grouping(string Name, string Expression, ResultColumn Column, Dimension? Dimension)
{
    /// <summary>The expression under its name.</summary>
    public string AsColumn => $"{Expression} AS {Name}";

    private static Grouping Of(string dimension, SemanticCatalogue catalogue, LocalTime time)
    {
        var found = catalogue.Dimension(dimension);
        var name = NameOf(found);
        return new Grouping(name, Expressed(found, time), new ResultColumn(name, found.Name, ColumnRole.Dimension, found.Unit), found);
    }

    /// <summary>The groupings by dimensions, of which one may tell some values apart from the rest.</summary>
    public static List<Grouping> Of(QueryPlan plan, SemanticCatalogue catalogue, LocalTime time) =>
        plan.Dimensions.Select(dimension => Of(dimension, catalogue, time).Apart(plan.Apart)).ToList();

    // Unknown values belong to neither side.
    private Grouping Apart(PlanApart? apart)
    {
        if (apart is null || apart.Dimension != Dimension?.Id) return this;
        var values = SqlText.List(apart.Values.Select(SqlLiteral.Text));
        return this with
        {
            Expression = $"CASE WHEN {Expression} IN ({values}) THEN {Expression} WHEN {Expression} IS NOT NULL THEN 'other' END",
        };
    }

    public static Grouping Of(PlanGrain grain, LocalTime time)
    {
        var name = grain.Count == 1 ? grain.Unit : "bucket";
        var title = grain.Count == 1 ? char.ToUpperInvariant(grain.Unit[0]) + grain.Unit[1..] : $"{grain.Count} {grain.Unit}s from";
        return new Grouping(name, time.Bucket("e.event_timestamp", grain), new ResultColumn(name, title, ColumnRole.Time, ""), null);
    }

    public static string NameOf(Dimension dimension) => dimension.Id switch
    {
        DimensionIds.Title => "title_name",
        DimensionIds.Customer => "customer_id",
        DimensionIds.Session => "session_id",
        _ => dimension.Id,
    };

    /// <summary>SQL of a dimension's value; of those made of time, in the plan's zone.</summary>
    public static string Expressed(Dimension dimension, LocalTime time)
    {
        var local = time.Of("e.event_timestamp");
        // Monday is 0: 5 January 1970 was one.
        var weekday = $"date_diff('day', DATE '1970-01-05', CAST({local} AS date)) % 7";
        return dimension.Id switch
        {
            DimensionIds.HourOfDay => $"hour({local})",
            DimensionIds.Weekday => $"CASE {weekday} WHEN 0 THEN 'Monday' WHEN 1 THEN 'Tuesday' WHEN 2 THEN 'Wednesday'"
                + " WHEN 3 THEN 'Thursday' WHEN 4 THEN 'Friday' WHEN 5 THEN 'Saturday' ELSE 'Sunday' END",
            DimensionIds.DayKind => $"CASE WHEN {weekday} >= 5 THEN 'weekend' ELSE 'weekday' END",
            _ => dimension.Column,
        };
    }
}
