using System.Diagnostics;
using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemetry.Chaos.Producing;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;
using Telemetry.TestSupport.Nodes;
using Telemetry.TestSupport.Postgres;
using Telemetry.TestSupport.Processes;
using Telemetry.V1;

namespace Telemetry.Chaos.Tests.Stopping;

/// <summary>The real process and SIGTERM, with everything there and with what it depends on away.</summary>
public sealed class GracefulStopTests(ITestOutputHelper output) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly KafkaOptions _kafka = new();
    private readonly StringWriter _log = new();
    private EmbeddedBroker? _broker;
    private PostgresServer? _database;
    private LiveNode? _node;
    private Traffic? _traffic;

    public enum Away
    {
        Nothing,
        Kafka,
        Database,
        Both,

        /// <summary>It accepts connections and never answers.</summary>
        DatabaseHangs,
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Away.Nothing)]
    [InlineData(Away.Kafka)]
    [InlineData(Away.Database)]
    [InlineData(Away.Both)]
    [InlineData(Away.DatabaseHangs)]
    public async Task It_sends_its_streams_elsewhere_and_ends_with_0_within_ten_seconds(Away away)
    {
        await StartAsync();
        using var channel = GrpcChannel.ForAddress(_node!.Grpc);
        using var stream = new LiveService.LiveServiceClient(channel).WatchDashboard(new WatchDashboardRequest(), cancellationToken: Token);
        while (await stream.ResponseStream.MoveNext(Token) && (stream.ResponseStream.Current.Health?.Counted ?? 0) < 100)
            continue;
        await TakeAwayAsync(away);

        var asked = Stopwatch.GetTimestamp();
        var exit = _node.TerminateAsync(Token);
        var ended = await EndOfAsync(stream);
        var streamsAfter = Stopwatch.GetElapsedTime(asked);
        var isReady = !exit.IsCompleted && await _node.NotReadyBecauseAsync(Token) is null;
        var code = await exit;
        var took = Stopwatch.GetElapsedTime(asked);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"away={away} streams_ended_ms={streamsAfter.TotalMilliseconds:F0} exit_ms={took.TotalMilliseconds:F0} code={code}"));

        Assert.Equal((StatusCode.Unavailable, 0, false), (ended.StatusCode, code, isReady));
        Assert.Contains("Connect to another node", ended.Status.Detail, StringComparison.Ordinal);
        Assert.NotNull(ended.GetRpcStatus()?.GetDetail<RetryInfo>());
        Assert.InRange(streamsAfter, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.InRange(took, TimeSpan.Zero, Limit);
        if (away == Away.Kafka)
            Assert.Single(_log.ToString().Split('\n'), line => line.Contains("reached", StringComparison.Ordinal) || line.Contains("refused", StringComparison.Ordinal) || line.Contains("brokers are down", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        output.WriteLine(_log.ToString());
        _node?.Dispose();
        if (_traffic is not null)
            await _traffic.DisposeAsync();
        _broker?.Dispose();
        if (_database is not null)
            await _database.DisposeAsync();
        await _log.DisposeAsync();
    }

    private static async Task<RpcException> EndOfAsync(AsyncServerStreamingCall<DashboardUpdate> stream) => await Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (await stream.ResponseStream.MoveNext(Token))
            continue;
    });

    private async Task StartAsync()
    {
        var topics = new[] { _kafka.EventsTopic, _kafka.AggregatesTopic, _kafka.FeedTopic, _kafka.DeadLetterTopic };
        _broker = EmbeddedBroker.Start(topics.ToDictionary(topic => topic, _ => 4));
        _database = await PostgresServer.StartNewAsync(Token);
        _kafka.BootstrapServers = _broker.BootstrapServers;
        var assembly = BuiltProgram.Service("Telemetry.Live");
        _node = new LiveNode("node", assembly, new Dictionary<string, string>
        {
            ["Kafka__BootstrapServers"] = _broker.BootstrapServers,
            ["Kafka__FetchWaitMaxMs"] = EmbeddedBroker.FetchWaitMs.ToString(CultureInfo.InvariantCulture),
            ["Kafka__SessionTimeoutMs"] = "3000",
            ["Snapshots__Postgres"] = _database.ConnectionString,
        }, TextWriter.Synchronized(_log));
        _node.Start();
        await _node.UntilReadyAsync(Token);
        var options = new ChaosOptions(Seed: 1, TimeSpan.FromMinutes(1), Nodes: 1, Rate: 500, Partitions: 4, assembly);
        _traffic = new Traffic(options, new KafkaClients(Options.Create(_kafka), NullLogger<KafkaClients>.Instance), _kafka.EventsTopic, TimeProvider.System);
    }

    private async Task TakeAwayAsync(Away away)
    {
        if (away is Away.Kafka or Away.Both)
            _broker!.SetDown();
        if (away is Away.Database or Away.Both)
            await _database!.StopAsync(Token);
        if (away is Away.DatabaseHangs)
            await _database!.HangAsync(Token);
    }
}
