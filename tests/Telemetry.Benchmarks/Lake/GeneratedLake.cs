using System.Globalization;
using DuckDB.NET.Data;

namespace Telemetry.Benchmarks.Lake;

/// <summary>
/// A lake of seven days made by arithmetic: 100 events a session, 120 titles and 46 places (a few of them liked by many), a customer for every
/// two and a half sessions, ids as long as the real ones. Files as the lake's writer leaves them after compaction: sorted by time, zstd, small row groups.
/// </summary>
internal static class GeneratedLake
{
    private const int EventsPerSession = 100;

    /// <summary>First day of the lake.</summary>
    public static readonly DateTime First = new(2026, 3, 11, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes the lake unless the folder holds one of that size already.</summary>
    public static void Write(string folder, long rows)
    {
        var done = Path.Combine(folder, $"rows-{rows.ToString(CultureInfo.InvariantCulture)}");
        if (File.Exists(done)) return;
        Directory.CreateDirectory(folder);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Sql(folder.Replace("'", "''", StringComparison.Ordinal), rows / EventsPerSession);
        command.ExecuteNonQuery();
        File.Create(done).Dispose();
    }

    private static string Sql(string folder, long sessions) => string.Create(CultureInfo.InvariantCulture, $$"""
        set timezone = 'UTC'; set memory_limit = '4GB'; set preserve_insertion_order = true;
        create macro h(a, b) as (hash(a, b) % 2147483647)::bigint;
        create temp table titles as select printf('TITLE_%08x', i * 2654435761 % 4294967296) as title_id, 'Title ' || i as title_name,
            (['Drama', 'Comedy', 'Sport', 'News', 'Film', 'Kids'])[1 + i % 6] as genre, (600 + (i * 7919) % 7200)::int as duration_seconds, i from range(120) r(i);
        create temp table places as select 'Country ' || (i % 12) as country, 'State ' || (i % 23) as state, 'City ' || i as city,
            (['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC'])[1 + i % 4] as time_zone, (i * 3 % 90)::double as latitude, (i * 7 % 180)::double as longitude, i
            from range(46) r(i);
        create temp table sessions as select i, printf('SESSION_%08x', hash(i, 's') % 4294967296) as session_id,
            printf('CUST_%08x', hash(h(i, 'c') % {{sessions * 2 / 5}}) % 4294967296) as customer_id,
            (pow(h(i, 't') % 1000000 / 1e6, 2) * 120)::int % 120 as title, (pow(h(i, 'p') % 1000000 / 1e6, 2) * 46)::int % 46 as place,
            (['mobile', 'web', 'tv', 'tablet'])[1 + h(i, 'd') % 4] as device_type, (['iOS', 'Android', 'Windows', 'macOS', 'Tizen'])[1 + h(i, 'o') % 5] as device_os,
            (['SD', 'HD', 'HD', '4K'])[1 + h(i, 'q') % 4] as quality, 'ISP ' || h(i, 'i') % 18 as isp, (['Fastly', 'Akamai', 'CloudFront'])[1 + h(i, 'n') % 3] as cdn,
            timestamp '{{First:yyyy-MM-dd}} 00:00:00' + to_milliseconds(h(i, 'b') % (7 * 86400000 - 3600000)) as began from range({{sessions}}) r(i);
        copy (select printf('EVENT_%08x', hash(s.i, k) % 4294967296) as event_id, customer_id, title_id, session_id,
            case k when 0 then 'start' when 99 then 'stop' else coalesce((['error', 'error', 'pause', 'resume', 'seek'])[1 + h(s.i, k) % 1000], 'heartbeat') end as event_type,
            (began + to_seconds(k * 30))::timestamp_ms as event_timestamp, (k * 30)::int as watch_duration_seconds, (k * 30)::int as position_seconds,
            least(100, k * 3000.0 / duration_seconds)::double as completion_percentage, device_type, device_os, quality,
            2 + h(s.i, k + 1) % 40000 / 1e3 as bandwidth_mbps, (h(s.i, k + 2) % 20 = 0)::int as buffering_events, country, state, city, isp, cdn,
            case when k = 0 then 200 + h(s.i, 'u') % 4000 end::int as startup_time_ms,
            case when h(s.i, k + 2) % 20 = 0 then 100 + h(s.i, k + 3) % 9000 end::int as buffering_duration_ms,
            case when k not in (0, 99) and h(s.i, k) % 1000 < 2 then 'E' || h(s.i, k + 4) % 7 end as error_code,
            strftime(began + to_seconds(k * 30), '%Y-%m-%d') as event_date, 'default' as tenant_id
            from sessions s join titles t on t.i = s.title join places p on p.i = s.place cross join range({{EventsPerSession}}) r(k) order by event_timestamp)
            to '{{folder}}/events' (format parquet, partition_by (event_date, tenant_id), compression zstd, row_group_size 65536, overwrite_or_ignore true);
        copy (select * exclude i from titles) to '{{folder}}/titles.parquet';
        copy (select * exclude i from places) to '{{folder}}/places.parquet';
        """);
}
