using System.Globalization;
using System.Threading.Channels;
using DuckDB.NET.Data;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;
using Telemetry.Lake.Writing;

namespace Telemetry.Benchmarks.Lake;

/// <summary>
/// A lake of seven days made by arithmetic: 100 events a session, 120 titles and 46 places (a few of them liked by many), a customer for every
/// two and a half sessions, ids as long as the real ones. The product's own writer makes the files.
/// </summary>
internal static class GeneratedLake
{
    private const int EventsPerSession = 100;
    private const int RowsTogether = 262_144;
    private const string Tenant = "default";

    /// <summary>First day of the lake.</summary>
    public static readonly DateTime First = new(2026, 3, 11, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes the lake unless the folder holds one of that size already.</summary>
    public static async Task WriteAsync(string folder, long rows, CancellationToken cancellationToken)
    {
        var load = new EventLoad(new FolderStorage(folder), string.Create(CultureInfo.InvariantCulture, $"generated{rows}"), TimeProvider.System);
        await using var closing = load.ConfigureAwait(false);
        if (await load.IsDoneAsync(cancellationToken)) return;
        var ready = Channel.CreateBounded<EventRows>(1); // one is made, one waits and one is written: what that takes is memory enough
        var making = Task.Run(
            async () =>
            {
                try
                {
                    await MakeAsync(folder, rows, ready.Writer, cancellationToken);
                    ready.Writer.Complete();
                }
                catch (Exception failure)
                {
                    ready.Writer.Complete(failure);
                }
            },
            cancellationToken);
        await foreach (var part in ready.Reader.ReadAllAsync(cancellationToken)) await load.AddAsync(part, cancellationToken);
        await making;
        await load.CommitAsync(cancellationToken);
    }

    private static async Task MakeAsync(string folder, long rows, ChannelWriter<EventRows> ready, CancellationToken cancellationToken)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Tables(folder.Replace("'", "''", StringComparison.Ordinal), rows / EventsPerSession);
        command.ExecuteNonQuery();
        command.UseStreamingMode = true;
        for (var day = First; day < First.AddDays(7); day = day.AddDays(1))
        {
            command.CommandText = Events(day);
            using var reader = command.ExecuteReader();
            var part = new EventRows();
            while (reader.Read())
            {
                part.Add(Row(reader));
                if (part.Count < RowsTogether) continue;
                await ready.WriteAsync(part, cancellationToken);
                part = new EventRows();
            }
            await ready.WriteAsync(part, cancellationToken);
        }
    }

    private static EventRow Row(DuckDBDataReader reader)
    {
        var i = 0;
        return new EventRow
        {
            EventId = Text()!, CustomerId = Text()!, TitleId = Text()!, SessionId = Text()!, EventType = Text()!, TimestampMs = reader.GetInt64(i++),
            WatchDurationSeconds = Integer(), PositionSeconds = Integer(), CompletionPercentage = Real(), DeviceType = Text()!, DeviceOs = Text(), Quality = Text()!,
            BandwidthMbps = Real(), BufferingEvents = Integer(), Country = Text()!, State = Text(), City = Text(), Isp = Text(), Cdn = Text(),
            StartupTimeMs = Integer(), BufferingDurationMs = Integer(), ErrorCode = Text(), Tenant = Tenant,
        };

        string? Text() => reader.IsDBNull(i++) ? null : reader.GetString(i - 1);
        int? Integer() => reader.IsDBNull(i++) ? null : reader.GetInt32(i - 1);
        double? Real() => reader.IsDBNull(i++) ? null : reader.GetDouble(i - 1);
    }

    private static string Tables(string folder, long sessions) => string.Create(CultureInfo.InvariantCulture, $$"""
        set timezone = 'UTC'; set memory_limit = '4GB'; 
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
        copy (select * exclude i from titles) to '{{folder}}/titles.parquet';
        copy (select * exclude i from places) to '{{folder}}/places.parquet';
        """);

    private static string Events(DateTime day) => string.Create(CultureInfo.InvariantCulture, $$"""
        select printf('EVENT_%08x', hash(s.i, k) % 4294967296), customer_id, title_id, session_id,
            case k when 0 then 'start' when 99 then 'stop' else coalesce((['error', 'error', 'pause', 'resume', 'seek'])[1 + h(s.i, k) % 1000], 'heartbeat') end,
            epoch_ms(began + to_seconds(k * 30)), (k * 30)::int, (k * 30)::int, least(100, k * 3000.0 / duration_seconds)::double, device_type, device_os, quality,
            2 + h(s.i, k + 1) % 40000 / 1e3, (h(s.i, k + 2) % 20 = 0)::int, country, state, city, isp, cdn,
            case when k = 0 then 200 + h(s.i, 'u') % 4000 end::int,
            case when h(s.i, k + 2) % 20 = 0 then 100 + h(s.i, k + 3) % 9000 end::int,
            case when k not in (0, 99) and h(s.i, k) % 1000 < 2 then 'E' || h(s.i, k + 4) % 7 end
        from sessions s join titles t on t.i = s.title join places p on p.i = s.place cross join range({{EventsPerSession}}) r(k)
        where began + to_seconds(k * 30) >= timestamp '{{day:yyyy-MM-dd}} 00:00:00' and began + to_seconds(k * 30) < timestamp '{{day.AddDays(1):yyyy-MM-dd}} 00:00:00'
        order by began + to_seconds(k * 30)
        """);
}
