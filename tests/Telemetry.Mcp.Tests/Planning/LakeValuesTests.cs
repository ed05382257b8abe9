using System.Collections.Concurrent;
using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Planning;
using Telemetry.Mcp.Queries;

namespace Telemetry.Mcp.Tests.Planning;

/// <summary>The planner's values, read by the real engine from a lake with more of them than it keeps.</summary>
public sealed class LakeValuesTests : ILogger<LakeValues>, IAsyncDisposable
{
    private static readonly ClockOptions Clock = new() { Now = DateTimeOffset.Parse("2026-03-18T20:30:00Z", CultureInfo.InvariantCulture) };
    private readonly string _folder = Directory.CreateTempSubdirectory("telemetry-mcp-").FullName;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ServiceProvider _services;
    private readonly Failing _engine;
    private readonly LakeValues _values;

    public LakeValuesTests()
    {
        _services = new ServiceCollection().AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Lake:Folder", (string?)_folder)]).Build())
            .AddLakeQueries().BuildServiceProvider();
        _engine = new Failing(_services.GetRequiredService<IQueryEngine>());
        _values = new LakeValues(_engine, new QuestionClock(TimeProvider.System, Options.Create(Clock)), TimeProvider.System, Options.Create(new QueryLimits()), this);
    }

    [Fact]
    public async Task Of_more_values_than_are_kept_the_most_frequent_are_known_and_the_log_says_so_once()
    {
        Fill(cities: 110_000);
        var values = (await _values.ReadAsync(TestContext.Current.CancellationToken)).ByDimension;
        await _values.ReadAsync(TestContext.Current.CancellationToken);

        // Of cities every hundredth has two events: 1,100 of them, and after them by name.
        var cities = values["city"].ToHashSet();
        Assert.Equal(5_001, cities.Count); // Berlin is of places
        Assert.All(Enumerable.Range(0, 1_100), n => Assert.Contains($"City {n * 100:D6}", cities));
        Assert.Equal(["mobile", "tv"], values["device_type"]);
        Assert.Equal(["start"], values["event_type"]);
        Assert.Empty(values["isp"]);
        Assert.Equal(["First", "Second"], values["title"]);
        var line = Assert.Single(_lines);
        Assert.Contains("city has more than 5000 values in 60 days; the most frequent 5000", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events", "device_type")]
    [InlineData("titles", "genre")]
    [InlineData("places", "city")]
    [InlineData("places", "city", true)]
    public async Task Of_a_table_that_cannot_be_read_what_was_read_last_is_known_and_of_the_others_what_is_there(string table, string dimension, bool unforeseen = false)
    {
        Fill(cities: 0);
        if (unforeseen) _engine.Failure = new InvalidOperationException("Nobody thought of it.");
        _engine.FailsFor = table;
        var without = await _values.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Empty(without.ByDimension[dimension]);
        Assert.Contains($"values of {table} can't be read", Assert.Single(_lines), StringComparison.Ordinal);

        Fill(cities: 3);
        _engine.FailsFor = null;
        var all = await _values.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["Berlin", "City 000000", "City 000001", "City 000002"], all.ByDimension["city"]);
        Assert.Equal((1, 2, 1, 2), (all.Places.Count, all.ByDimension["title"].Count, all.ByDimension["genre"].Count, all.ByDimension["device_type"].Count));
        _engine.FailsFor = table;
        Assert.Equal(all.ByDimension, (await _values.ReadAsync(TestContext.Current.CancellationToken)).ByDimension);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));

    private void Fill(int cities)
    {
        var partition = Directory.CreateDirectory(Path.Combine(_folder, "events", "event_date=2026-03-18", "tenant_id=default")).FullName;
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            copy (select 'E' || i || '_' || k as event_id, 'C' as customer_id, 'T' as title_id, 'S' as session_id, 'start' as event_type,
                timestamp_ms '2026-03-18 12:00:00' as event_timestamp, 0 as watch_duration_seconds, 0 as position_seconds, 0.0::double as completion_percentage,
                ['mobile', 'tv'][1 + i % 2] as device_type, '' as device_os, 'HD' as quality, 1.0::double as bandwidth_mbps, 0 as buffering_events,
                'Germany' as country, null::varchar as state, printf('City %06d', i) as city, null::varchar as isp, null::varchar as cdn,
                null::int as startup_time_ms, null::int as buffering_duration_ms, null::varchar as error_code
                from range({cities}) a(i), range(2) b(k) where k = 0 or i % 100 = 0) to '{partition}/x.parquet' (format parquet);
            copy (select * from (values ('T1', 'First', 'Drama', 60), ('T2', 'Second', 'Drama', 60)) t(title_id, title_name, genre, duration_seconds)) to '{_folder}/titles.parquet' (format parquet);
            copy (select * from (values ('Germany', 'Berlin', 'Berlin', 'Europe/Berlin', 52.5, 13.4)) p(country, state, city, time_zone, latitude, longitude)) to '{_folder}/places.parquet' (format parquet);
            """);
        command.ExecuteNonQuery();
    }

    /// <summary>An engine that can't read a table while it is told so.</summary>
    private sealed class Failing(IQueryEngine inner) : IQueryEngine
    {
        public string? FailsFor { get; set; }

        public Exception Failure { get; set; } = new QueryException(new QueryError(QueryErrorKind.TimeLimit, "Too slow."));

        public string Name => inner.Name;

        public Task<string> StartAsync(QueryRequest request, CancellationToken cancellationToken) =>
            FailsFor is { } table && request.Sql.Contains($"FROM {table}", StringComparison.Ordinal)
                ? throw Failure
                : inner.StartAsync(request, cancellationToken);

        public Task<QueryStatus> GetStatusAsync(string queryId, CancellationToken cancellationToken) => inner.GetStatusAsync(queryId, cancellationToken);

        public Task<QueryPage> GetPageAsync(string queryId, string? pageToken, int maxRows, CancellationToken cancellationToken) =>
            inner.GetPageAsync(queryId, pageToken, maxRows, cancellationToken);

        public Task CancelAsync(string queryId, CancellationToken cancellationToken) => inner.CancelAsync(queryId, cancellationToken);
    }
}
