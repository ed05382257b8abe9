using Amazon.Runtime;
using Telemetry.Lake.Queries;
using Telemetry.Lake.Tests.Athena.Server;
using Telemetry.Lake.Tests.Contract;

namespace Telemetry.Lake.Tests.Athena;

/// <summary>What goes wrong around an execution: every query ends, and none runs on at Athena's price.</summary>
public sealed class AthenaFaultTests : IAsyncLifetime, IDisposable
{
    private static readonly QueryRequest One = new("SELECT 1 AS one");
    private readonly SampleLake _lake = new();
    private AthenaServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await AthenaServer.StartAsync(_lake.Folder);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Credentials_that_can_not_be_had_for_a_moment_are_asked_for_again()
    {
        var asked = 0;
        using var engine = AthenaEngines.Of(_server, () => asked++ < 2 ? throw Unreachable() : AthenaEngines.Credentials);
        Assert.Equal([[1L]], (await new EngineUnderTest(engine, _lake).RowsAsync(One)).Rows);
    }

    [Fact]
    public async Task A_source_of_credentials_that_stays_away_is_unavailable_and_named()
    {
        using var engine = AthenaEngines.Of(_server, static () => throw Unreachable(), static o => o.Athena.MaxAttempts = 2);
        var refused = await Assert.ThrowsAsync<QueryException>(() => engine.StartAsync(One, EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.Unavailable, refused.Error.Kind);
        Assert.Contains("Unable to reach credentials server", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_our_own_while_a_query_is_watched_fails_it_and_stops_it()
    {
        var asked = 0;
        using var engine = AthenaEngines.Of(_server, () => ++asked == 2 ? throw new InvalidOperationException("broken") : AthenaEngines.Credentials);
        _server.Holds = true;
        var error = await new EngineUnderTest(engine, _lake).ErrorAsync(One);
        Assert.Equal(QueryErrorKind.Unavailable, error.Kind);
        await IsStoppedAsync();
    }

    [Fact]
    public async Task A_time_in_a_zone_that_nobody_knows_fails_the_query_and_names_the_column()
    {
        using var engine = AthenaEngines.Of(_server);
        _server.NextResult = new AthenaTable([("seen_at", "timestamp with time zone")], [["2026-03-18 10:20:30.123 Mars/Olympus_Mons"]]);
        var error = await new EngineUnderTest(engine, _lake).ErrorAsync(One);
        Assert.Equal(QueryErrorKind.Execution, error.Kind);
        Assert.Contains("seen_at", error.Message, StringComparison.Ordinal);
    }

    private static AmazonServiceException Unreachable() => new("Unable to reach credentials server");

    private async Task IsStoppedAsync()
    {
        while (!_server.Actions.Contains("StopQueryExecution")) await Task.Delay(TimeSpan.FromMilliseconds(5), EngineUnderTest.Soon);
    }
}
