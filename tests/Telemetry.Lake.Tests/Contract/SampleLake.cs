using DuckDB.NET.Data;

namespace Telemetry.Lake.Tests.Contract;

/// <summary>A small lake in a folder of its own: 30 sessions of 40 events on three days, two tenants, six titles, four places.</summary>
public sealed class SampleLake : IDisposable
{
    public const int Events = 1_200;

    private const string Rows = """
        select printf('EVENT_%04d', s * 40 + k) as event_id, printf('CUST_%02d', s % 20) as customer_id, printf('TITLE_%d', s % 7) as title_id,
          printf('SESSION_%02d', s) as session_id, case k when 0 then 'start' when 39 then 'stop' else ['heartbeat', 'pause', 'error', 'seek'][1 + (s * k) % 4] end as event_type,
          (timestamp '2026-03-16 22:30:00' + to_minutes(73 * s) + to_seconds(30 * k) + to_milliseconds(s * k))::timestamp_ms as event_timestamp,
          (30 * k)::int as watch_duration_seconds, case when k % 5 > 0 then (29 * k)::int end as position_seconds,
          least(100, k * 2.75 + s % 3)::double as completion_percentage, ['mobile', 'web', 'tv', 'tablet'][1 + s % 4] as device_type,
          ['iOS', 'Windows', null][1 + s % 3] as device_os, ['SD', 'HD', '4K'][1 + s % 3] as quality, (2 + (s * 7 + k) % 40 / 4.0)::double as bandwidth_mbps,
          ((s + k) % 3)::int as buffering_events, ['Germany', 'United States', 'Japan', 'Brazil'][1 + s % 4] as country,
          ['Berlin', 'New York', null, 'São Paulo'][1 + s % 4] as state, ['Berlin', 'New York', 'Tokyo', 'São Paulo'][1 + s % 4] as city,
          ['NetOne', 'SkyWave', null][1 + s % 3] as isp, ['Fastly', 'Akamai'][1 + s % 2] as cdn,
          case k when 0 then 300 + 17 * s end::int as startup_time_ms, case when (s + k) % 3 > 0 then 100 * k + s end::int as buffering_duration_ms,
          case when k not in (0, 39) and (s * k) % 4 = 2 then 'E' || k % 3 end as error_code
        from range(30) a(s), range(40) b(k)
        """;

    public SampleLake()
    {
        Folder = Directory.CreateTempSubdirectory("lake-").FullName;
        Write($"""
            copy (select *, strftime(event_timestamp, '%Y-%m-%d') as event_date, case when session_id < 'SESSION_24' then 'default' else 'other' end as tenant_id
            from ({Rows})) to '{Folder}/events' (format parquet, partition_by (event_date, tenant_id));
            copy (select printf('TITLE_%d', i) as title_id, 'Title ' || i as title_name, ['Drama', 'Sport'][1 + i % 2] as genre, (1800 * (i + 1))::int as duration_seconds
            from range(6) t(i)) to '{Folder}/titles.parquet';
            copy (select * from (values ('Germany', 'Berlin', 'Berlin', 'Europe/Berlin', 52.52, 13.405), ('United States', 'New York', 'New York', 'America/New_York', 40.7128, -74.006),
            ('Japan', null, 'Tokyo', 'Asia/Tokyo', 35.6762, 139.6503), ('Brazil', 'São Paulo', 'São Paulo', 'America/Sao_Paulo', -23.5505, -46.6333))
            p(country, state, city, time_zone, latitude, longitude)) to '{Folder}/places.parquet';
            """);
    }

    public string Folder { get; }

    /// <summary>Copies the events of one partition into another one, as one more file.</summary>
    public string Add(string eventDate, string tenant = "default")
    {
        var folder = Path.Combine(Folder, "events", $"event_date={eventDate}", $"tenant_id={tenant}");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.parquet");
        Write($"copy ({Rows}) to '{file}.part' (format parquet)");
        File.Move(file + ".part", file);
        return file;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Write(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
