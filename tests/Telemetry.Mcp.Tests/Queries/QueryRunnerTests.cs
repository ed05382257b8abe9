using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemetry.Mcp.Guard;
using Telemetry.Mcp.Planning;
using Telemetry.Mcp.Queries;
using Telemetry.Mcp.Tests.Hosting;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Mcp.Tests.Queries;

/// <summary>What becomes of the engine's work when nobody waits for it any more.</summary>
public sealed class QueryRunnerTests : IDisposable
{
    private readonly ScriptedEngine _engine = new();
    private readonly QueryRunner _runner;

    public QueryRunnerTests()
    {
        var limits = Options.Create(new QueryLimits());
        var clock = new QuestionClock(TimeProvider.System, Options.Create(new ClockOptions()));
        _runner = new QueryRunner(
            _engine, new KeptQueries(TimeProvider.System, limits),
            new LakeFreshness(_engine, clock, TimeProvider.System, limits, NullLogger<LakeFreshness>.Instance), limits, TimeProvider.System);
    }

    [Fact]
    public async Task A_query_whose_caller_cannot_be_told_of_its_progress_is_stopped()
    {
        var slow = new JudgedStatement("SELECT 'slow'\nFROM events", 10, TenantScope.Every);
        await Assert.ThrowsAsync<IOException>(() =>
            _runner.RunAsync(slow, 10, _ => throw new IOException("The connection is gone."), TestContext.Current.CancellationToken));
        Assert.True(_engine.SlowStarted.Task.IsCompletedSuccessfully && _engine.Cancelled.Task.IsCompletedSuccessfully);
    }

    public void Dispose() => _runner.Dispose();
}
