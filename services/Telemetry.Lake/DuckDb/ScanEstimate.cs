using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.DuckDb;

/// <summary>
/// Bytes that a statement reads, known before it runs: the compressed size of the columns that it selects or filters by, in the files
/// of the events table that are left when DuckDB has pruned by event_date and tenant_id. A table read twice counts twice.
/// Row groups that are skipped within a file by their statistics are not taken off, so this is an upper bound; titles and places are
/// in memory and count nothing.
/// </summary>
internal sealed partial class ScanEstimate(ColumnSizes sizes)
{
    private static readonly IReadOnlySet<string> EventColumns =
        LakeTable.Events.Columns.Select(static c => c.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Plans the statement, which also finds out whether its names and types hold.</summary>
    /// <exception cref="DuckDBException">They don't.</exception>
    /// <exception cref="QueryException">Its plan is too deep.</exception>
    public long Of(DuckDbSession session, LakeListing listing, string sql)
    {
        using var command = session.Command($"explain (format json) {sql}");
        using var reader = command.ExecuteReader();
        if (!reader.Read()) return 0;
        using var plan = Parse(reader.GetString(1));
        var scans = new List<JsonElement>();
        Collect(plan.RootElement, scans);
        return scans.Count == 0 ? 0 : scans.Sum(scan => Bytes(session, listing, scan));
    }

    private static JsonDocument Parse(string plan)
    {
        try
        {
            return StatementTree.Parse(plan);
        }
        catch (JsonException)
        {
            throw new QueryException(StatementCheck.TooDeep);
        }
    }

    private static void Collect(JsonElement node, List<JsonElement> scans)
    {
        if (node.ValueKind is JsonValueKind.Array)
        {
            foreach (var child in node.EnumerateArray()) Collect(child, scans);
            return;
        }
        if (node.GetProperty("extra_info") is var info && info.TryGetProperty("Function", out var function)
            && function.ValueEquals("READ_PARQUET")) scans.Add(info);
        Collect(node.GetProperty("children"), scans);
    }

    private long Bytes(DuckDbSession session, LakeListing listing, JsonElement scan)
    {
        var columns = Texts(scan, "Projections").Concat(Texts(scan, "Filters").SelectMany(Names))
            .Where(EventColumns.Contains).ToHashSet(StringComparer.Ordinal);
        if (columns.Count == 0) return 0;
        return sizes.Sum(session, listing, Files(session, listing, scan), columns);
    }

    private static IReadOnlyList<LakeFile> Files(DuckDbSession session, LakeListing listing, JsonElement scan)
    {
        var filters = Texts(scan, "File Filters").ToList();
        if (filters.Count == 0) return listing.Events;
        var folders = listing.Events.ToLookup(static f => Path.GetDirectoryName(f.Path)!);
        var partitions = folders.Select(static f => Partition(f.Key));
        try
        {
            using var command = session.Command(
                $"select folder from (values {string.Join(", ", partitions)}) f(folder, event_date, tenant_id) where {string.Join(" and ", filters)}");
            using var reader = command.ExecuteReader();
            var files = new List<LakeFile>();
            while (reader.Read()) files.AddRange(folders[reader.GetString(0)]);
            return files;
        }
        catch (DuckDBException)
        {
            // DuckDB's text of a filter is not always SQL again; then every file counts.
            return listing.Events;
        }
    }

    private static string Partition(string folder)
    {
        var tenant = Value(Path.GetFileName(folder));
        var day = Value(Path.GetFileName(Path.GetDirectoryName(folder)!));
        return $"({SqlText.Quote(folder)}, {SqlText.Quote(day)}, {SqlText.Quote(tenant)})";
    }

    private static string Value(string name) => Uri.UnescapeDataString(name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    private static IEnumerable<string> Texts(JsonElement info, string name)
    {
        if (!info.TryGetProperty(name, out var value)) return [];
        return value.ValueKind is JsonValueKind.Array ? value.EnumerateArray().Select(static v => v.GetString()!) : [value.GetString()!];
    }

    private static IEnumerable<string> Names(string filter) =>
        Name().Matches(Literal().Replace(filter, "")).Select(static m => m.Value);

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Name();

    [GeneratedRegex("'([^']|'')*'")]
    private static partial Regex Literal();
}
