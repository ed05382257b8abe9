using System.Globalization;
using System.Text;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Kafka.Consuming;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;
using Telemetry.Lake.Tests.Samples;
using Telemetry.Lake.Writing;

namespace Telemetry.Lake.Tests.Tables;

public sealed class EventFileTests : IDisposable
{
    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task The_columns_are_those_of_METRICS_in_order_with_their_types()
    {
        await PutAsync([Row(Full)]);
        var columns = _lake.Query("describe events").Select(row => $"{row[0]} {row[1]}");
        Assert.Equal(
        [
            "event_id VARCHAR", "customer_id VARCHAR", "title_id VARCHAR", "session_id VARCHAR", "event_type VARCHAR", "event_timestamp TIMESTAMP",
            "watch_duration_seconds INTEGER", "position_seconds INTEGER", "completion_percentage DOUBLE", "device_type VARCHAR", "device_os VARCHAR",
            "quality VARCHAR", "bandwidth_mbps DOUBLE", "buffering_events INTEGER", "country VARCHAR", "state VARCHAR", "city VARCHAR", "isp VARCHAR",
            "cdn VARCHAR", "startup_time_ms INTEGER", "buffering_duration_ms INTEGER", "error_code VARCHAR", "event_date VARCHAR", "tenant_id VARCHAR",
        ], columns);
        var time = Assert.Single(TestLake.Query(
            $"select repetition_type, converted_type, logical_type from parquet_schema('{LakeFiles.Live(_lake.Folder)[0]}') where name = 'event_timestamp'",
            LakeFiles.Live(_lake.Folder)));
        Assert.Equal("OPTIONAL", time[0]);
        Assert.Contains("isAdjustedToUTC=0, unit=TimeUnit(MILLIS", (string)time[2]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_of_an_event_arrives_as_it_was_sent()
    {
        await PutAsync([Row(Full)]);
        var row = Assert.Single(_lake.Query("select * from events")).Select(value => value is IFormattable text ? text.ToString(null, CultureInfo.InvariantCulture) : value);
        Assert.Equal(
            ["EVENT_a1", "CUST_\"ü\"", "TITLE_9", "SESSION_3", "error", "03/17/2026 14:30:45", "1800", "901", "45.5", "mobile", "iOS", "HD", "25.5", "2",
                "United States", "California", "São Paulo", "Comnet", "Akamai", "850", "1200", "NET_TIMEOUT", "2026-03-17", "acme"],
            row);
        Assert.Equal(123, ((DateTime)_lake.Query("select event_timestamp from events")[0][0]!).Millisecond);
    }

    [Fact]
    public async Task What_an_event_leaves_out_is_null_and_unknown_names_are_other()
    {
        await PutAsync([Row("""
            {"event_id":"E","customer_id":"C","title_id":"T","session_id":"S","event_type":"rewind","event_timestamp":"2026-03-17T14:30:45Z",
             "device_type":"fridge","quality":"8K","country":"Germany","state":null,"city":"","bandwidth_mbps":null}
            """)]);
        var row = Assert.Single(_lake.Query("select event_type, device_type, quality, tenant_id, * exclude (event_id, customer_id, title_id, session_id, event_type, device_type, quality, tenant_id, event_timestamp, country, event_date) from events"));
        Assert.Equal(["other", "other", "other", "default"], row[..4]);
        Assert.All(row[4..], Assert.Null);
    }

    [Fact]
    public async Task Columns_have_dictionaries_differences_statistics_and_zstd()
    {
        var random = new Random(1);
        await PutAsync([.. Enumerable.Range(0, 50_000).Select(i => Row(Encoding.UTF8.GetString(TestEvents.Json($"E{i}", TestEvents.Noon.AddMilliseconds(random.Next(1_000_000))))) with { WatchDurationSeconds = i })]);
        var file = LakeFiles.Live(_lake.Folder)[0];
        var columns = TestLake.Query($"select path_in_schema, compression, encodings, stats_min is not null from parquet_metadata('{file}')", [file]);
        Assert.All(columns, column => Assert.Equal("ZSTD", column[1]));
        Assert.All(columns.Where(column => (string)column[0]! is "title_id" or "country" or "event_type" or "session_id"), column => Assert.Contains("DICTIONARY", (string)column[2]!, StringComparison.Ordinal));
        Assert.All(columns.Where(column => (string)column[0]! is "watch_duration_seconds"), column => Assert.Contains("DELTA_BINARY_PACKED", (string)column[2]!, StringComparison.Ordinal));
        Assert.All(columns.Where(column => (string)column[0]! is "event_timestamp"), column => Assert.True((bool)column[3]!));
        Assert.InRange(new FileInfo(file).Length, 1, 1_500_000);
    }

    [Fact]
    public async Task What_was_written_is_read_back()
    {
        var rows = new EventRows();
        rows.Add(Row(Full));
        rows.Add(Row(Encoding.UTF8.GetString(TestEvents.Json("E1", TestEvents.Noon, "acme"))));
        var again = new EventRows();
        await EventFile.DecodeAsync(new MemoryStream(await EventFile.EncodeAsync(rows, CancellationToken.None)), "acme", again, CancellationToken.None);
        Assert.Equal(RowOrder.Of(rows).Select(i => rows[i]), Enumerable.Range(0, again.Count).Select(i => again[i]));
    }

    private const string Full = """
        {"event_id":"EVENT_a1","customer_id":"CUST_\"\u00fc\"","title_id":"TITLE_9","session_id":"SESSION_3",
         "event_type":"error","event_timestamp":"2026-03-17T14:30:45.123Z","watch_duration_seconds":1800,"position_seconds":900.6,
         "completion_percentage":45.5,"device_type":"mobile","device_os":"iOS","quality":"HD","bandwidth_mbps":25.5,"tenant_id":"acme",
         "buffering_events":2,"country":"United States","state":"California","city":"S\u00e3o Paulo","isp":"Comnet","cdn":"Akamai",
         "startup_time_ms":850,"buffering_duration_ms":1200,"error_code":"NET_TIMEOUT"}
        """;

    private static EventRow Row(string json)
    {
        var value = Encoding.UTF8.GetBytes(json);
        var reader = new EventRowReader(new Vocabularies(), new TenantTable(TenantTable.DefaultLimit));
        var message = KafkaMessage.Copy(0, 0, 0, [], value);
        var arrival = TestEvents.Noon.AddDays(1).ToUnixTimeMilliseconds();
        Assert.True(reader.TryParse(message, arrival, out var e));
        message.Release();
        return reader.Read(value, e);
    }

    private async Task PutAsync(List<EventRow> items)
    {
        var rows = new EventRows();
        foreach (var item in items)
            rows.Add(item);
        var key = LakePaths.PartitionOf(LakePaths.DateOf(items[0].TimestampMs), items[0].Tenant) + "part.parquet";
        await _lake.Storage.PutAsync(key, await EventFile.EncodeAsync(rows, CancellationToken.None), CancellationToken.None);
    }
}
