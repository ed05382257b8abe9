using Amazon.Runtime;
using Telemetry.Lake.Queries;
using Telemetry.Lake.Tests.Athena.Server;
using Telemetry.Lake.Tests.Contract;

namespace Telemetry.Lake.Tests.Athena;

/// <summary>What goes wrong around an execution: every query ends, and none runs on at Athena's price.</summary>
public sealed class AthenaFaultTests : AthenaServerTest
{
    private static readonly QueryRequest One = new("SELECT 1 AS one");

    [Fact]
    public async Task Credentials_that_can_not_be_had_for_a_moment_are_asked_for_again()
    {
        var asked = 0;
        using var engine = AthenaEngines.Of(Server, () => asked++ < 2 ? throw Unreachable() : AthenaEngines.Credentials);
        Assert.Equal([[1L]], (await new EngineUnderTest(engine, Lake).RowsAsync(One)).Rows);
    }

    [Fact]
    public async Task A_source_of_credentials_that_stays_away_is_unavailable_and_named()
    {
        using var engine = AthenaEngines.Of(Server, static () => throw Unreachable(), static o => o.Athena.MaxAttempts = 2);
        var refused = await Assert.ThrowsAsync<QueryException>(() => engine.StartAsync(One, EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.Unavailable, refused.Error.Kind);
        Assert.Contains("Unable to reach credentials server", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_our_own_while_a_query_is_watched_fails_it_and_stops_it()
    {
        var asked = 0;
        using var engine = AthenaEngines.Of(Server, () => ++asked == 2 ? throw new InvalidOperationException("broken") : AthenaEngines.Credentials);
        Server.Holds = true;
        var error = await new EngineUnderTest(engine, Lake).ErrorAsync(One);
        Assert.Equal(QueryErrorKind.Unavailable, error.Kind);
        await Server.IsToldToStop.WaitAsync(EngineUnderTest.Soon);
    }

    [Fact]
    public async Task A_time_in_a_zone_that_nobody_knows_fails_the_query_and_names_the_column()
    {
        using var engine = AthenaEngines.Of(Server);
        Server.NextResult = new AthenaTable([("seen_at", "timestamp with time zone")], [["2026-03-18 10:20:30.123 Mars/Olympus_Mons"]]);
        var error = await new EngineUnderTest(engine, Lake).ErrorAsync(One);
        Assert.Equal(QueryErrorKind.Execution, error.Kind);
        Assert.Contains("seen_at", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(400, "InvalidRequestException")]
    public async Task A_query_past_its_limit_is_stopped_though_Athena_refuses_that_at_first(int status, string type)
    {
        using var engine = AthenaEngines.Of(Server, static o => o.Athena.MaxAttempts = 1);
        Server.Holds = true;
        Server.Refuse(times: 2, status, type, "StopQueryExecution");
        var error = await new EngineUnderTest(engine, Lake).ErrorAsync(One with { TimeLimit = TimeSpan.FromMilliseconds(1) });
        Assert.Equal(QueryErrorKind.TimeLimit, error.Kind);
        Assert.Equal(3, Server.Actions.Count(static a => a == "StopQueryExecution"));
    }

    [Fact]
    public async Task A_query_that_ends_before_its_cancellation_arrives_stays_as_it_is()
    {
        using var engine = AthenaEngines.Of(Server);
        Server.Holds = true;
        Server.Refuse(times: 1, 400, "InvalidRequestException", "StopQueryExecution");
        var id = await engine.StartAsync(One, EngineUnderTest.Soon);
        await engine.CancelAsync(id, EngineUnderTest.Soon);
        Assert.False((await engine.GetStatusAsync(id, EngineUnderTest.Soon)).IsFinal);
    }

    [Fact]
    public async Task A_query_whose_caller_leaves_while_it_starts_is_stopped()
    {
        using var engine = AthenaEngines.Of(Server);
        using var caller = new CancellationTokenSource();
        (Server.Holds, Server.HasStarted) = (true, caller.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.StartAsync(One, caller.Token));
        Assert.Contains("StopQueryExecution", Server.Actions);
    }

    private static AmazonServiceException Unreachable() => new("Unable to reach credentials server");
}
