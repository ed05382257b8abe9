using Telemetry.Mcp.Guard;
using Telemetry.Mcp.Tests.Hosting;

namespace Telemetry.Mcp.Tests.Guard;

public sealed class HostileStatementTests
{
    public static TheoryData<string, string> Statements => [.. StatementFile.Read("hostile.txt").Select(entry => new TheoryDataRow<string, string>(entry.Statement, entry.Heading))];

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_hostile_statement_is_refused_with_its_reason(string statement, string reason)
    {
        using var guard = Guards.With();
        var refusal = Assert.Throws<StatementRefusedException>(() => guard.Judge(statement));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.Message.Length <= 600, "A reason is a sentence or two.");
    }

    public static TheoryData<string, string> Huge => new()
    {
        { $"SELECT {new string('(', 10_000)}1{new string(')', 10_000)}", "nested too deeply" },
        { $"SELECT {new string('(', 16_000)}1{new string(')', 16_000)}", "nested too deeply" },
        { $"SELECT {new string('(', 30_000)}1", "nested too deeply" },
        { $"SELECT {new string('[', 10_000)}1{new string(']', 10_000)}", "nested too deeply" },
        { $"SELECT 1 WHERE {Repeat("NOT ", 5_000)}true", "nested too deeply" },
        { $"SELECT {Repeat("CASE WHEN true THEN ", 1_000)}1{Repeat(" END", 1_000)}", "nested too deeply" },
        { $"{Repeat("SELECT * FROM (", 1_500)}SELECT 1{new string(')', 1_500)}", "nested too deeply" },
        { $"{Repeat("SELECT * FROM (", 40)}SELECT 1 AS x{Repeat(") t", 40)}", "queries within queries" },
        { $"SELECT 1{Repeat("+1", 10_000)}", "nested too deeply" },
        { $"SELECT 1{Repeat("::int", 5_000)}", "nested too deeply" },
        { $"SELECT 'a'{Repeat("||'a'", 5_000)}", "nested too deeply" },
        { $"SELECT 1{Repeat(" UNION SELECT 1", 2_000)}", "at most" },
        { $"SELECT 1{Repeat(" UNION ALL SELECT 1", 1_500)}", "at most" },
        { $"SELECT count(*) FROM events{Repeat(" UNION ALL SELECT count(*) FROM events", 100)}", "at most" },
        { $"SELECT count(*) FROM titles t0{string.Concat(Enumerable.Range(1, 100).Select(n => $" JOIN titles t{n} ON t{n}.title_id = t0.title_id"))}", "at most" },
        { $"SELECT {string.Join(", ", Enumerable.Repeat("1", 10_000))}", "at most" },
        { $"SELECT 1 WHERE 1 IN ({string.Join(", ", Enumerable.Repeat("1", 10_500))})", "at most" },
        { "SELECT count(*) FROM events GROUP BY CUBE (country, state, city, device_type, quality, isp)", "grouping sets" },
        { $"SELECT '{new string('x', 1_000_000)}'", "characters" },
        { new string(' ', 1_000_000), "no statement" },
        { new string(';', 30_000), "no statement" },
        { $"SELECT 1 {new string('-', 2)}{new string('x', 1_000_000)}", "characters" },
        { $"SELECT * FROM \"{new string('x', 10_000)}\"", "characters" },
        { "SELECT '\0'", "NUL" },
        { "SELECT 1\0; DROP TABLE events", "NUL" },
        { "\0", "NUL" },
        { "SELECT '\ud800'", "surrogate" },
        { "SELECT '\udc00\ud800'", "surrogate" },
        { "", "no statement" },
        { " \t\r\n ", "no statement" },
    };

    [Theory]
    [MemberData(nameof(Huge), DisableDiscoveryEnumeration = true)]
    public void A_statement_that_is_too_large_or_too_deep_is_refused_and_the_process_lives(string statement, string reason)
    {
        using var guard = Guards.With();
        var refusal = Assert.Throws<StatementRefusedException>(() => guard.Judge(statement));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.Message.Length <= 600, "A reason is a sentence or two.");
        Assert.StartsWith("SELECT 1", guard.Judge("SELECT 1").Sql, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_least_two_hundred_different_hostile_statements() =>
        Assert.True(StatementFile.Read("hostile.txt").Select(entry => entry.Statement).Distinct().Count() >= 200);

    [Fact]
    public async Task None_of_them_reaches_the_engine()
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();
        foreach (var (_, statement) in StatementFile.Read("hostile.txt"))
        {
            var error = await client.FailAsync("run_sql", new { sql = statement });
            Assert.True(error.Kind is "refused" or "badSql", $"{statement}: {error}");
            Assert.False(error.Retryable);
        }

        Assert.Empty(host.Engine.Requests);
        await client.GetAsync("run_sql", new { sql = "SELECT 1" });
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
