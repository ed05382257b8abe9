using System.Globalization;
using Telemetry.Lake.Tests.Contract;

namespace Telemetry.Lake.Tests.DuckDb;

/// <summary>What Trino's documentation says that an expression gives, where DuckDB on its own says something else or nothing.</summary>
public sealed class DialectTests : IClassFixture<DialectTests.Lake>
{
    private readonly EngineUnderTest _sut;

    public DialectTests(Lake lake) => _sut = lake.Sut;

    [Theory]
    [InlineData("7 / 2", "3")]
    [InlineData("-7 / 2", "-3")]
    [InlineData("7e0 / 2", "3.5")]
    [InlineData("cast(7 AS double) / 2", "3.5")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("greatest(1, NULL)", "null")]
    [InlineData("least(3, 2, 4)", "2")]
    [InlineData("concat('a', NULL)", "null")]
    [InlineData("concat('a', 'b', 'c')", "abc")]
    [InlineData("replace('banana', 'an')", "ba")]
    [InlineData("regexp_replace('banana', 'a', 'o')", "bonono")]
    [InlineData("regexp_like('Größe', '^Gr')", "True")]
    [InlineData("split('a,b', ',')", "[a, b]")]
    [InlineData("format('%s has %d', 'x', 3)", "x has 3")]
    [InlineData("json_extract_scalar('{\"a\": \"x\"}', '$.a')", "x")]
    [InlineData("date_diff('hour', TIMESTAMP '2026-03-18 10:50:00', TIMESTAMP '2026-03-18 11:10:00')", "0")]
    [InlineData("date_diff('day', DATE '2026-03-01', DATE '2026-03-18')", "17")]
    [InlineData("date_diff('month', TIMESTAMP '2026-01-31 00:00:00', TIMESTAMP '2026-02-27 00:00:00')", "0")]
    [InlineData("date_add('hour', -3, TIMESTAMP '2026-03-18 01:00:00')", "2026-03-17 22:00:00")]
    [InlineData("date_add('month', 1, TIMESTAMP '2026-01-31 00:00:00')", "2026-02-28 00:00:00")]
    [InlineData("date_trunc('week', TIMESTAMP '2026-03-18 10:00:00')", "2026-03-16 00:00:00")]
    [InlineData("day_of_week(DATE '2026-03-22')", "7")]
    [InlineData("extract(DOW FROM DATE '2026-03-22')", "7")]
    [InlineData("extract(HOUR FROM TIMESTAMP '2026-03-18 10:50:00')", "10")]
    [InlineData("year_of_week(DATE '2027-01-01')", "2026")]
    [InlineData("millisecond(TIMESTAMP '2026-03-18 10:00:07.123')", "123")]
    [InlineData("from_iso8601_timestamp('2026-03-18T10:00:00+09:00')", "2026-03-18 01:00:00")]
    [InlineData("from_unixtime(86400)", "1970-01-02 00:00:00")]
    [InlineData("to_unixtime(TIMESTAMP '1970-01-02 00:00:00')", "86400")]
    [InlineData("to_iso8601(TIMESTAMP '2026-03-18 10:00:00')", "2026-03-18T10:00:00.000Z")]
    [InlineData("date_format(TIMESTAMP '2026-03-18 10:05:07', '%Y-%m-%d %H:%i:%s')", "2026-03-18 10:05:07")]
    [InlineData("date_format(TIMESTAMP '2026-03-18 10:05:07', '%W')", "Wednesday")]
    [InlineData("date_parse('2026-03-18', '%Y-%m-%d')", "2026-03-18 00:00:00")]
    [InlineData("hour(TIMESTAMP '2026-03-18 20:30:00' AT TIME ZONE 'Asia/Tokyo')", "5")]
    [InlineData("hour(TIMESTAMP '2026-03-18 20:30:00' AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York')", "16")]
    [InlineData("day_of_week(TIMESTAMP '2026-03-22 20:30:00' AT TIME ZONE 'Asia/Tokyo')", "1")]
    [InlineData("with_timezone(TIMESTAMP '2026-03-18 10:00:00', 'Asia/Tokyo')", "2026-03-18 01:00:00")]
    [InlineData("cardinality(sequence(1, 5))", "5")]
    [InlineData("element_at(ARRAY['a', 'b'], 2)", "b")]
    [InlineData("array_join(ARRAY['a', 'b'], '-')", "a-b")]
    [InlineData("bitwise_and(6, 3)", "2")]
    [InlineData("try_cast('x' AS integer)", "null")]
    [InlineData("if(1 = 2, 'a', 'b')", "b")]
    [InlineData("is_nan(nan())", "True")]
    [InlineData("1e0 / nullif(0, 0)", "null")]
    [InlineData("U.x", "é")]
    public async Task An_expression_gives_what_it_gives_in_Trino(string expression, string expected)
    {
        var page = await _sut.RowsAsync($"SELECT {expression} AS a FROM (VALUES ('é')) U(x)");
        Assert.Equal(expected, Text(page.Rows[0][0]));
    }

    [Theory]
    [InlineData("max_by(x, y)", "null")]
    [InlineData("min_by(x, y)", "a")]
    [InlineData("arbitrary(x)", "a")]
    [InlineData("every(y > 0)", "True")]
    [InlineData("approx_distinct(x)", "1")]
    [InlineData("approx_percentile(y, 0.5)", "2")]
    [InlineData("count_if(y > 1)", "2")]
    [InlineData("count(*) FILTER (WHERE y > 1)", "2")]
    [InlineData("sum(y) / 4", "1")]
    [InlineData("array_agg(y ORDER BY y DESC)", "[3, 2, 1]")]
    public async Task An_aggregate_gives_what_it_gives_in_Trino(string expression, string expected)
    {
        var page = await _sut.RowsAsync($"SELECT {expression} AS a FROM (VALUES ('a', 1), ('a', 2), (NULL, 3)) t(x, y)");
        Assert.Equal(expected, Text(page.Rows[0][0]));
    }

    [Theory]
    [InlineData("ORDER BY x", "1,2,null")]
    [InlineData("ORDER BY x DESC", "2,1,null")]
    public async Task Nulls_come_last_in_either_order(string order, string expected)
    {
        var page = await _sut.RowsAsync($"SELECT x FROM (VALUES (2), (NULL), (1)) t(x) {order}");
        Assert.Equal(expected, string.Join(',', page.Rows.Select(static r => Text(r[0]))));
    }

    [Fact]
    public async Task Names_of_columns_are_in_lower_case()
    {
        Assert.Equal("bigname", (await _sut.RowsAsync("SELECT 1 AS BigName")).Columns[0].Name);
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    public sealed class Lake : IAsyncDisposable
    {
        public Lake()
        {
            var sample = new SampleLake();
            Sut = new EngineUnderTest(DuckDbEngines.Over(sample.Folder), sample);
        }

        public EngineUnderTest Sut { get; }

        public ValueTask DisposeAsync() => Sut.DisposeAsync();
    }
}
