using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Sql;

/// <summary>The rows that a plan counts: tables and conditions. The partition's date is always among the conditions.</summary>
internal sealed class Source(SemanticCatalogue catalogue, LocalTime time, DateTimeOffset now)
{
    public const string Titles = "titles", Places = "places";
    public const string JoinTitles = "\nJOIN titles t ON t.title_id = e.title_id";
    public const string JoinPlaces = "\nJOIN places p ON p.country = e.country AND p.state = e.state AND p.city = e.city";

    /// <summary>FROM and WHERE for events of a period that pass the filters; groups without a value are left out.</summary>
    public string Of(
        PlanPeriod period, IEnumerable<PlanFilter> filters, IReadOnlyList<Grouping> groups, IEnumerable<string>? counted = null)
    {
        var events = EventRows.Of(period, now);
        var conditions = events.Conditions.ToList();
        var dimensions = new List<Dimension>((counted ?? []).Select(catalogue.Dimension));
        var ofSessions = new List<string>();
        var ofViewers = new List<(Dimension Dimension, string Condition)>();
        foreach (var filter in filters)
        {
            var dimension = catalogue.Dimension(filter.Dimension);
            if (dimension.Part is { } part)
            {
                ofSessions.Add(Condition(catalogue.Parts[part], filter, number: true));
                continue;
            }
            if (dimension.Over is { } over)
            {
                ofViewers.Add((dimension, Condition(over, filter, number: true)));
                continue;
            }
            dimensions.Add(dimension);
            conditions.Add(Condition(Grouping.Expressed(dimension, time), filter, dimension.Number));
        }
        if (ofSessions.Count > 0) conditions.Add(Sessions(events, dimensions, conditions, ofSessions));
        if (ofViewers.Count > 0) conditions.Add(Viewers(events, dimensions, conditions, ofViewers));
        foreach (var group in groups)
        {
            if (group.Dimension is null) continue;
            dimensions.Add(group.Dimension);
            if (!group.Dimension.Clock) conditions.Add($"{group.Expression} IS NOT NULL");
        }
        return $"{events.From}{Joins(dimensions)}{Where(conditions)}";
    }

    // What sessions did as a whole, of the same rows that are counted: of 4K alone, when 4K is asked about.
    private static string Sessions(EventRows events, List<Dimension> dimensions, List<string> conditions, List<string> ofSessions)
    {
        var sessions = $"SELECT e.session_id\n{events.From}{Joins(dimensions)}{Where(conditions)}"
            + $"\nGROUP BY e.session_id\nHAVING {string.Join(" AND ", ofSessions.Distinct())}";
        return $"e.session_id IN (\n{SqlText.Indent(sessions)}\n  )";
    }

    // What viewers did as a whole, of the same rows: one row a session, then one a viewer.
    private string Viewers(
        EventRows events, List<Dimension> dimensions, List<string> conditions, List<(Dimension Dimension, string Condition)> ofViewers)
    {
        var parts = ofViewers.SelectMany(one => one.Dimension.Uses).Distinct().Select(part => $"{catalogue.Parts[part]} AS {part}");
        var sessions = $"SELECT {SqlText.List(parts.Prepend("e.customer_id"))}\n{events.From}{Joins(dimensions)}{Where(conditions)}"
            + "\nGROUP BY e.customer_id, e.session_id";
        var viewers = $"SELECT customer_id\nFROM {SqlText.Nested(sessions, "viewed")}"
            + $"\nGROUP BY customer_id\nHAVING {string.Join(" AND ", ofViewers.Select(one => one.Condition).Distinct())}";
        return $"e.customer_id IN (\n{SqlText.Indent(viewers)}\n  )";
    }

    private static string Where(List<string> conditions) => SqlText.Where([.. conditions.Distinct()]);

    private static string Joins(List<Dimension> dimensions) =>
        (dimensions.Exists(dimension => dimension.Table == Titles) ? JoinTitles : "")
        + (dimensions.Exists(dimension => dimension.Table == Places) ? JoinPlaces : "");

    /// <summary>A filter as a condition on an expression.</summary>
    public static string Condition(string expression, PlanFilter filter, bool number)
    {
        string Literal(string value) =>
            number ? SqlLiteral.Number(double.Parse(value, CultureInfo.InvariantCulture)) : SqlLiteral.Text(value);

        var first = Literal(filter.Values[0]);
        var isSingle = filter.Values.Count == 1;
        return filter.Operator switch
        {
            FilterOperator.In when isSingle => $"{expression} = {first}",
            FilterOperator.In => $"{expression} IN ({SqlText.List(filter.Values.Select(Literal))})",
            FilterOperator.NotIn when isSingle => $"{expression} <> {first}",
            FilterOperator.NotIn => $"{expression} NOT IN ({SqlText.List(filter.Values.Select(Literal))})",
            FilterOperator.Between => $"{expression} BETWEEN {first} AND {Literal(filter.Values[1])}",
            FilterOperator.Over => $"{expression} > {first}",
            FilterOperator.AtLeast => $"{expression} >= {first}",
            FilterOperator.Under => $"{expression} < {first}",
            _ => $"{expression} <= {first}",
        };
    }
}
