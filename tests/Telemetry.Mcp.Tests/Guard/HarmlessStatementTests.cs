using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Lake.Queries;

namespace Telemetry.Mcp.Tests.Guard;

/// <summary>Statements that a guard by words would refuse, run by the real engine over an empty lake.</summary>
public sealed class HarmlessStatementTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemetry-mcp-").FullName;
    private ServiceProvider? _services;

    public static TheoryData<string> Statements => [.. StatementFile.Read("harmless.txt").Select(entry => entry.Statement)];

    public ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Lake:Folder", (string?)_folder)]).Build())
            .AddLakeQueries()
            .BuildServiceProvider();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null) await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_harmless_statement_runs(string statement)
    {
        using var guard = Guards.With("default");
        var engine = _services!.GetRequiredService<IQueryEngine>();
        var end = TestContext.Current.CancellationToken;

        var id = await engine.StartAsync(new QueryRequest(guard.Judge(statement).Sql), end);
        QueryStatus status;
        while (!(status = await engine.GetStatusAsync(id, end)).IsFinal) await Task.Yield();

        Assert.True(status.State is QueryState.Succeeded, $"{status.Error}\n{guard.Judge(statement).Sql}");
    }

    [Fact]
    public void There_are_at_least_fifty_of_them() => Assert.True(StatementFile.Read("harmless.txt").Distinct().Count() >= 50);
}
