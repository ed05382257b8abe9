using System.Collections.Concurrent;

namespace Telemetry.Lake.DuckDb;

/// <summary>Compressed bytes of each column of each file, from the files' footers, which are read once.</summary>
internal sealed class ColumnSizes
{
    private readonly ConcurrentDictionary<LakeFile, IReadOnlyDictionary<string, long>> _known = new();

    public long Sum(DuckDbSession session, LakeListing listing, IReadOnlyList<LakeFile> files, IReadOnlySet<string> columns)
    {
        Load(session, listing, files);
        var sum = 0L;
        foreach (var file in files)
        {
            if (!_known.TryGetValue(file, out var sizes)) continue;
            foreach (var column in columns) sum += sizes.GetValueOrDefault(column);
        }
        return sum;
    }

    private void Load(DuckDbSession session, LakeListing listing, IReadOnlyList<LakeFile> files)
    {
        var unknown = files.Where(f => !_known.ContainsKey(f)).ToDictionary(static f => f.Path, StringComparer.Ordinal);
        if (unknown.Count == 0) return;
        using var command = session.Command(
            $"select file_name, path_in_schema, sum(total_compressed_size)::bigint from parquet_metadata([{string.Join(", ", unknown.Keys.Select(SqlText.Quote))}]) group by all");
        using var reader = command.ExecuteReader();
        var found = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var path = reader.GetString(0);
            if (!found.TryGetValue(path, out var sizes)) found.Add(path, sizes = new(StringComparer.Ordinal));
            sizes[reader.GetString(1)] = reader.GetInt64(2);
        }
        foreach (var (path, sizes) in found) _known[unknown[path]] = sizes;
        if (_known.Count > 2 * listing.Events.Count + 1_000) Forget(listing);
    }

    private void Forget(LakeListing listing)
    {
        var present = listing.Events.ToHashSet();
        foreach (var file in _known.Keys)
        {
            if (!present.Contains(file)) _known.TryRemove(file, out _);
        }
    }
}
