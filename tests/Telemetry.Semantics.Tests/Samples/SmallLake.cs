using System.Globalization;
using DuckDB.NET.Data;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Semantics.Tests.Samples;

/// <summary>Nine days of a small service, made by arithmetic: the same rows each time, in an in-memory DuckDB that names functions as Athena does.</summary>
public sealed class SmallLake : IDisposable
{
    /// <summary>A Wednesday, half an hour past noon.</summary>
    public static readonly DateTimeOffset Now = new(2026, 5, 20, 12, 30, 0, TimeSpan.Zero);

    private const string Schema = """
        SET threads = 1;
        SET timezone = 'UTC';
        CREATE MACRO approx_percentile(x, p) AS approx_quantile(x, p);
        CREATE MACRO with_timezone(t, zone) AS timezone(zone, t);
        CREATE MACRO at_timezone(t, zone) AS timezone(zone, t);
        CREATE TABLE titles AS SELECT * FROM (VALUES
          ('T0', 'Copper Sky', 'Drama', 5400), ('T1', 'Tin Foxes', 'Kids', 600), ('T2', 'The Long Quay', 'Thriller', 7300), ('T3', 'Nine Harbours', 'Drama', 2400), ('T4', 'The Last Hour', 'Action', 3600))
          AS t(title_id, title_name, genre, duration_seconds);
        CREATE TABLE places AS SELECT * FROM (VALUES
          ('United States', 'New York', 'Buffalo', 'America/New_York', 42.9, -78.9), ('Japan', 'Osaka', 'Osaka', 'Asia/Tokyo', 34.7, 135.5), ('Brazil', 'São Paulo', 'São Paulo', 'America/Sao_Paulo', -23.5, -46.6), ('Germany', 'Bavaria', 'Munich', 'Europe/Berlin', 48.1, 11.6))
          AS p(country, state, city, time_zone, latitude, longitude);
        CREATE TABLE events AS
        WITH numbered AS (SELECT i, i // 6 AS s, i % 6 AS n FROM range(9000) r(i)),
        placed AS (SELECT i, s, n, (s * 7 + s // 5) % 4 AS place, (s * 13 + s // 3) % 5 AS title, (s * 11) % 4 AS device, (s * 5 + n // 3) % 3 AS q FROM numbered)
        SELECT 'E' || i AS event_id, 'C' || (s * 17 % 400) AS customer_id, 'T' || title AS title_id, 'S' || s AS session_id,
          CASE WHEN n = 0 THEN 'start' WHEN (i * 31) % 47 = 0 THEN 'error' WHEN n = 5 THEN (CASE WHEN s % 3 = 0 THEN 'complete' ELSE 'stop' END) WHEN n = 3 THEN 'pause' ELSE 'heartbeat' END AS event_type,
          CAST(TIMESTAMP '2026-05-11 21:00:00' + INTERVAL 1 SECOND * (s * 500 + n * 61) AS TIMESTAMP) AS event_timestamp,
          CAST(n * (40 + s % 300) AS INTEGER) AS watch_duration_seconds, CAST(n * 60 AS INTEGER) AS position_seconds, least(100.0, n * (8.0 + s % 14)) AS completion_percentage,
          ['mobile', 'tv', 'web', 'tablet'][device + 1] AS device_type, [['iOS', 'Android'][s % 2 + 1], 'Roku', NULL, 'iPadOS'][device + 1] AS device_os, ['SD', 'HD', '4K'][q + 1] AS quality,
          CASE WHEN n = 2 THEN NULL ELSE 4.0 + (i * 37) % 60 END AS bandwidth_mbps, CAST((CASE WHEN (i * 7) % 11 < 3 THEN 1 + i % 3 ELSE 0 END) AS INTEGER) AS buffering_events,
          ['United States', 'Japan', 'Brazil', 'Germany'][place + 1] AS country, CASE WHEN s % 23 = 0 THEN NULL ELSE ['New York', 'Osaka', 'São Paulo', 'Bavaria'][place + 1] END AS state,
          CASE WHEN s % 23 = 0 THEN NULL ELSE ['Buffalo', 'Osaka', 'São Paulo', 'Munich'][place + 1] END AS city, [NULL, 'RedFiber', 'Wavelink', 'Telmore'][(s * 3) % 4 + 1] AS isp, ['NorthEdge', 'SouthEdge'][(s // 2) % 2 + 1] AS cdn,
          CASE WHEN n = 0 THEN CAST(600 + (s * 97) % 3000 AS INTEGER) END AS startup_time_ms, CASE WHEN (i * 7) % 11 < 3 THEN CAST(200 + (i * 53) % 5000 AS INTEGER) END AS buffering_duration_ms,
          CASE WHEN n > 0 AND (i * 31) % 47 = 0 THEN (CASE WHEN s % 2 = 0 THEN 'NET_TIMEOUT' ELSE 'DRM_LICENSE' END) END AS error_code,
          strftime(TIMESTAMP '2026-05-11 21:00:00' + INTERVAL 1 SECOND * (s * 500 + n * 61), '%Y-%m-%d') AS event_date, 'default' AS tenant_id
        FROM placed;
        """;

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public SmallLake()
    {
        _connection.Open();
        foreach (var statement in Schema.Split(";\n", StringSplitOptions.RemoveEmptyEntries)) Query(statement.TrimEnd(';'));
        string[] columns = ["country", "state", "city", "device_type", "device_os", "quality", "isp", "cdn", "error_code", "event_type"];
        var known = columns.ToDictionary(column => column, IReadOnlyList<string> (column) => Column($"SELECT DISTINCT {column} FROM events WHERE {column} IS NOT NULL ORDER BY 1"));
        known["title"] = Column("SELECT title_name FROM titles ORDER BY 1");
        known["genre"] = Column("SELECT DISTINCT genre FROM titles ORDER BY 1");
        Values = new KnownValues(known, [.. Query("SELECT country, state, city, time_zone FROM places").Select(row => new KnownPlace((string)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!))]);
    }

    /// <summary>The values that its rows have.</summary>
    public KnownValues Values { get; }

    /// <summary>Rows of a query, in order.</summary>
    public IReadOnlyList<object?[]> Query(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    /// <summary>Cells as comparable text: numbers to nine digits, dates as their midnight.</summary>
    public static string Text(object? cell) => cell switch
    {
        null => "null",
        DateTime time => time.ToString("s", CultureInfo.InvariantCulture),
        DateOnly date => date.ToDateTime(TimeOnly.MinValue).ToString("s", CultureInfo.InvariantCulture),
        string text => text,
        System.Numerics.BigInteger large => ((double)large).ToString("G9", CultureInfo.InvariantCulture),
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture).ToString("G9", CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };

    public void Dispose() => _connection.Dispose();

    private string[] Column(string sql) => [.. Query(sql).Select(row => (string)row[0]!)];
}
