using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Consuming;
using Telemetry.Kafka.Msk;
using Telemetry.Kafka.Tests.Consuming;

namespace Telemetry.Kafka.Tests.Msk;

/// <summary>The embedded broker has no SASL, so nothing connects here; librdkafka asks for tokens all the same.</summary>
public sealed class TokenRefreshTests
{
    [Fact]
    public async Task A_consumer_asks_at_once_and_again_before_the_token_expires()
    {
        // librdkafka renews after four fifths of the lifetime. It has to be long: its last fifth is what a stalled machine may lose.
        var lifetime = TimeSpan.FromSeconds(15);
        var tokens = new CountingTokens(lifetime);
        using var source = NewClients(tokens, new RecordingLogger()).Subscribe("t", new RecordingListener());

        await PollUntil(source, tokens.Second.Task);

        Assert.True(tokens.Asked[1] < tokens.Asked[0] + lifetime, "The token was renewed only after it had expired.");
    }

    [Fact]
    public async Task A_producer_asks_at_once_and_again_before_the_token_expires()
    {
        var tokens = new CountingTokens(TimeSpan.FromSeconds(2));
        using var producer = NewClients(tokens, new RecordingLogger()).CreateProducer();

        await tokens.Third.Task.WaitAsync(TestKafka.Timeout);
    }

    [Fact]
    public async Task A_failure_is_logged_and_reported_to_the_consumer_which_stays_usable()
    {
        var logger = new RecordingLogger();
        var listener = new RecordingListener();
        using var source = NewClients(new FailingTokens(), logger).Subscribe("t", listener);

        await PollUntil(source, logger.First.Task);
        while (!listener.Problems.Any(p => p.Reason.Contains("no credentials here", StringComparison.Ordinal)))
            source.Poll(new KafkaMessage[1], TimeSpan.FromMilliseconds(20));

        Assert.Contains("No token for the Kafka connection", await logger.First.Task, StringComparison.Ordinal);
    }

    private static KafkaClients NewClients(IKafkaTokenSource tokens, RecordingLogger logger)
    {
        var options = new KafkaOptions { BootstrapServers = "127.0.0.1:1", MskIam = { Enabled = true, Region = "eu-central-1" } };
        return new KafkaClients(Options.Create(options), logger, tokens);
    }

    private static async Task PollUntil(ITelemetrySource source, Task end)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!end.IsCompleted)
        {
            source.Poll(new KafkaMessage[1], TimeSpan.FromMilliseconds(20));
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TestKafka.Timeout, "Nothing happened.");
        }
        await end;
    }

    private sealed class CountingTokens(TimeSpan lifetime) : IKafkaTokenSource
    {
        internal List<DateTimeOffset> Asked { get; } = [];

        internal TaskCompletionSource Second { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource Third { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<KafkaToken> GetTokenAsync(CancellationToken cancellationToken)
        {
            var now = TimeProvider.System.GetUtcNow();
            lock (Asked) Asked.Add(now);
            if (Asked.Count == 2) Second.SetResult();
            if (Asked.Count == 3) Third.SetResult();
            return Task.FromResult(new KafkaToken("token", now + lifetime, "tester"));
        }
    }

    private sealed class FailingTokens : IKafkaTokenSource
    {
        public Task<KafkaToken> GetTokenAsync(CancellationToken cancellationToken) =>
            Task.FromException<KafkaToken>(new InvalidOperationException("no credentials here"));
    }

    private sealed class RecordingLogger : ILogger<KafkaClients>
    {
        internal TaskCompletionSource<string> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id is 1013 or 1004) First.TrySetResult(formatter(state, exception));
        }
    }
}
