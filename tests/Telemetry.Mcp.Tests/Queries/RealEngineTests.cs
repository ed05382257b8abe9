using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Tests.Hosting;

namespace Telemetry.Mcp.Tests.Queries;

/// <summary>The server over DuckDB: what a cancelled call leaves behind.</summary>
public sealed class RealEngineTests
{
    // Billions of rows without a table: it ends only because somebody stops it.
    private const string Endless = """
        SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a (x), UNNEST(sequence(1, 10000)) AS b (y), UNNEST(sequence(1, 10)) AS c (z)
        WHERE (a.x * 7919 + b.y * 104729 + c.z) % 1000003 = 1 AND (a.x + b.y) % 7 = 3 AND sqrt(power(a.x, 2) + power(b.y, 2)) + ln(a.x + b.y) > 10
        """;

    [Fact]
    public async Task A_cancelled_call_stops_the_engines_work()
    {
        var folder = Directory.CreateTempSubdirectory("telemetry-mcp-").FullName;
        try
        {
            await using var services = new ServiceCollection().AddLogging()
                .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Lake:Folder", (string?)folder)]).Build())
                .AddLakeQueries().BuildServiceProvider();
            var engine = services.GetRequiredService<IQueryEngine>();
            await using var host = await McpHost.StartAsync(more => more.AddSingleton(engine));
            await using var client = await host.ConnectAsync();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(1));
            using var given = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
            var started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            var progress = new Listener(value => started.TrySetResult(System.Text.Json.JsonElement.Parse(value.Message!).GetProperty("queryId").GetString()!));

            var call = client.CallToolAsync("run_sql", new Dictionary<string, object?> { ["sql"] = Endless }, progress, cancellationToken: given.Token).AsTask();
            var id = await started.Task.WaitAsync(patience.Token);
            await given.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

            QueryStatus status;
            while (!(status = await engine.GetStatusAsync(id, patience.Token)).IsFinal) await Task.Yield();
            Assert.Equal(QueryState.Cancelled, status.State);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Listener(Action<ProgressNotificationValue> report) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => report(value);
    }
}
