using System.Numerics;
using DuckDB.NET.Data;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Semantics.Scoring;

/// <summary>A folder of Parquet in an in-memory DuckDB, with the functions that Athena has and DuckDB names otherwise.</summary>
internal sealed class Lake : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly Lock _gate = new();

    public Lake(string folder)
    {
        _connection.Open();
        var root = folder.Replace("'", "''", StringComparison.Ordinal);
        // One thread and rows in order of time: approximate functions then give the same each time.
        Run("SET threads = 1");
        Run("SET timezone = 'UTC'");
        Run($"CREATE TABLE events AS SELECT * FROM read_parquet('{root}/events/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false) ORDER BY event_timestamp, event_id");
        Run($"CREATE TABLE titles AS SELECT * FROM read_parquet('{root}/titles.parquet')");
        Run($"CREATE TABLE places AS SELECT * FROM read_parquet('{root}/places.parquet')");
        Run("CREATE MACRO approx_percentile(x, p) AS approx_quantile(x, p)");
        Run("CREATE MACRO with_timezone(t, zone) AS timezone(zone, t)");
        Run("CREATE MACRO at_timezone(t, zone) AS timezone(zone, t)");
    }

    public KnownValues Values()
    {
        string[] columns = ["country", "state", "city", "device_type", "device_os", "quality", "isp", "cdn", "error_code", "event_type"];
        var known = columns.ToDictionary(column => column, column => Column($"SELECT DISTINCT {column} FROM events WHERE {column} IS NOT NULL ORDER BY 1"));
        known["title"] = Column("SELECT DISTINCT title_name FROM titles ORDER BY 1");
        known["genre"] = Column("SELECT DISTINCT genre FROM titles ORDER BY 1");
        var places = Query("SELECT country, state, city, time_zone FROM places").Rows.Select(row => new KnownPlace((string)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!)).ToList();
        return new KnownValues(known, places);
    }

    public (List<string> Names, List<object?[]> Rows) Query(string sql)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
            var rows = new List<object?[]>();
            while (reader.Read()) rows.Add([.. Enumerable.Range(0, names.Count).Select(i => reader.IsDBNull(i) ? null : Plain(reader.GetValue(i)))]);
            return (names, rows);
        }
    }

    public void Dispose() => _connection.Dispose();

    private IReadOnlyList<string> Column(string sql) => [.. Query(sql).Rows.Select(row => (string)row[0]!)];

    private void Run(string sql) => Query(sql);

    private static object Plain(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        BigInteger large => (long)large,
        double number when !double.IsFinite(number) => "null",
        decimal number => (double)number,
        _ => value,
    };
}
