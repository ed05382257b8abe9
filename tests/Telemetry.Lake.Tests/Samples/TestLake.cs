using DuckDB.NET.Data;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Tests.Samples;

/// <summary>A lake in a folder of its own, read with DuckDB as the product's readers do: the files that are live.</summary>
internal sealed class TestLake : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-lake-");

    public TestLake() => Storage = new FolderStorage(_folder.FullName);

    public string Folder => _folder.FullName;

    public FolderStorage Storage { get; }

    /// <summary>Every live row's event_id.</summary>
    public List<string> EventIds() => [.. Query("select event_id from events").Select(row => (string)row[0]!)];

    /// <summary>Runs a statement on the table <c>events</c>; no rows while there are no files.</summary>
    public List<object?[]> Query(string sql) => Query(sql, LakeFiles.Live(Folder));

    public static List<object?[]> Query(string sql, IReadOnlyList<string> files)
    {
        if (files.Count == 0)
            return [];
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var list = string.Join(", ", files.Select(file => $"'{file.Replace("'", "''", StringComparison.Ordinal)}'"));
        command.CommandText =
            $"create view events as select * from read_parquet([{list}], hive_partitioning = true, hive_types_autocast = false, union_by_name = false)";
        command.ExecuteNonQuery();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
