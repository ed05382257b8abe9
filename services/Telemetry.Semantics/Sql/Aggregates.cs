using Telemetry.Semantics.Catalogue;

namespace Telemetry.Semantics.Sql;

/// <summary>Measures of groups: over events where that is enough, over one row a session where a measure asks for it.</summary>
internal sealed class Aggregates(SemanticCatalogue catalogue)
{
    /// <summary>A SELECT of the groups and measures from the rows of a source.</summary>
    public string Select(string source, IReadOnlyList<Grouping> groups, IReadOnlyList<MeasureSql> measures)
    {
        if (measures.All(measure => measure.Events is not null)) return OverEvents(source, groups, measures);
        if (measures.All(measure => measure.Sessions is not null)) return OverSessions(source, groups, measures);
        return Both(source, groups, measures);
    }

    private static string OverEvents(string source, IReadOnlyList<Grouping> groups, IReadOnlyList<MeasureSql> measures)
    {
        var columns = groups.Select(group => group.AsColumn).Concat(measures.Select(measure => $"{measure.Events} AS {measure.Name}"));
        return $"SELECT {SqlText.List(columns)}\n{source}{SqlText.GroupBy(groups.Count)}";
    }

    private string OverSessions(string source, IReadOnlyList<Grouping> groups, IReadOnlyList<MeasureSql> measures)
    {
        var parts = measures.SelectMany(measure => measure.Parts).Distinct().Select(part => $"{catalogue.Parts[part]} AS {part}");
        var inner = groups.Select(group => group.AsColumn).Append("e.session_id AS session_id_of_row").Concat(parts);
        var sessions = $"SELECT {SqlText.List(inner)}\n{source}{SqlText.GroupBy(groups.Count + 1)}";
        var outer = groups.Select(group => group.Name).Concat(measures.Select(measure => $"{measure.Sessions} AS {measure.Name}"));
        return $"SELECT {SqlText.List(outer)}\nFROM {SqlText.Nested(sessions, "per_session")}{SqlText.GroupBy(groups.Count)}";
    }

    // Some measures need events, some whole sessions: each side is computed by itself, and groups are joined.
    private string Both(string source, IReadOnlyList<Grouping> groups, IReadOnlyList<MeasureSql> measures)
    {
        var left = OverEvents(source, groups, [.. measures.Where(measure => measure.Events is not null)]);
        var right = OverSessions(source, groups, [.. measures.Where(measure => measure.Events is null)]);
        var names = groups.Select(group => group.Name).ToList();
        var columns = names.Select(name => $"a.{name}")
            .Concat(measures.Select(measure => $"{(measure.Events is null ? 'b' : 'a')}.{measure.Name}"));
        var join = names.Count == 0 ? "CROSS JOIN" : "JOIN";
        var on = names.Count == 0 ? "" : $" ON {SqlText.Matching(names, "a", "b")}";
        return $"SELECT {SqlText.List(columns)}\nFROM {SqlText.Nested(left, "a")}\n{join} {SqlText.Nested(right, "b")}{on}";
    }
}
