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
        var columns = groups.Select(group => $"{group.Expression} AS {group.Name}").Concat(measures.Select(measure => $"{measure.Events} AS {measure.Name}"));
        return $"SELECT {string.Join(", ", columns)}\n{source}{GroupBy(groups.Count)}";
    }

    private string OverSessions(string source, IReadOnlyList<Grouping> groups, IReadOnlyList<MeasureSql> measures)
    {
        var parts = measures.SelectMany(measure => measure.Parts).Distinct().Select(part => $"{catalogue.Parts[part]} AS {part}");
        var inner = groups.Select(group => $"{group.Expression} AS {group.Name}").Append("e.session_id AS session_id_of_row").Concat(parts);
        var outer = groups.Select(group => group.Name).Concat(measures.Select(measure => $"{measure.Sessions} AS {measure.Name}"));
        return $"SELECT {string.Join(", ", outer)}\nFROM (\n{Indent($"SELECT {string.Join(", ", inner)}\n{source}{GroupBy(groups.Count + 1)}")}\n) per_session{GroupBy(groups.Count)}";
    }

    // Some measures need events, some whole sessions: each side is computed by itself, and groups are joined.
    private string Both(string source, IReadOnlyList<Grouping> groups, IReadOnlyList<MeasureSql> measures)
    {
        var left = OverEvents(source, groups, [.. measures.Where(measure => measure.Events is not null)]);
        var right = OverSessions(source, groups, [.. measures.Where(measure => measure.Events is null)]);
        var columns = groups.Select(group => $"a.{group.Name}").Concat(measures.Select(measure => $"{(measure.Events is null ? 'b' : 'a')}.{measure.Name}"));
        var join = groups.Count == 0 ? "CROSS JOIN" : "JOIN";
        var on = groups.Count == 0 ? "" : $" ON {string.Join(" AND ", groups.Select(group => $"a.{group.Name} = b.{group.Name}"))}";
        return $"SELECT {string.Join(", ", columns)}\nFROM (\n{Indent(left)}\n) a\n{join} (\n{Indent(right)}\n) b{on}";
    }

    public static string GroupBy(int groups) => groups == 0 ? "" : $"\nGROUP BY {string.Join(", ", Enumerable.Range(1, groups))}";

    public static string Indent(string sql) => "  " + sql.Replace("\n", "\n  ", StringComparison.Ordinal);
}
