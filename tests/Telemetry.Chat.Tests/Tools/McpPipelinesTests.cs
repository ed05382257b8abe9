using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Telemetry.Chat.Tests.Hosting;
using Telemetry.Chat.Tools;

namespace Telemetry.Chat.Tests.Tools;

public sealed class McpPipelinesTests : IDisposable
{
    private static readonly ChatOptions Settings = new();

    private readonly FakeTimeProvider _time = new();
    private readonly McpPipelines _pipelines;

    public McpPipelinesTests() => _pipelines = new McpPipelines(Options.Create(Settings), _time, NullLogger<McpPipelines>.Instance);

    public void Dispose() => _pipelines.Dispose();

    [Fact]
    public async Task Runs_that_took_too_long_leave_the_circuit_closed()
    {
        await TimeOutAsync(_pipelines.Run, Settings.RunTimeoutSeconds);
        Assert.Equal(CircuitState.Closed, _pipelines.Circuit);
    }

    [Fact]
    public async Task Calls_that_should_be_answered_at_once_and_are_not_open_the_circuit()
    {
        await TimeOutAsync(_pipelines.Call, Settings.CallTimeoutSeconds);
        Assert.Equal(CircuitState.Open, _pipelines.Circuit);
    }

    // As many as open the circuit when they count, all at the same time.
    private async Task TimeOutAsync(ResiliencePipeline pipeline, double seconds)
    {
        var calls = Enumerable.Range(0, Settings.BreakerThroughput).Select(_ => HangAsync(pipeline)).ToList();
        _time.Advance(TimeSpan.FromSeconds(seconds));
        foreach (var call in calls) await Assert.ThrowsAsync<TimeoutRejectedException>(() => call.WaitAsync(ChatHost.Patience));
    }

    private static async Task HangAsync(ResiliencePipeline pipeline)
    {
        var context = McpPipelines.Begin("acme", notes: null, TestContext.Current.CancellationToken);
        // No answer ever comes.
        await pipeline.ExecuteAsync(
            static async context => await new TaskCompletionSource().Task.WaitAsync(context.CancellationToken), context);
    }
}
