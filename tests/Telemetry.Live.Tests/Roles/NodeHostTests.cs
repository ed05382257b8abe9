using System.Net;
using System.Text.Json;
using Confluent.Kafka;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Grpc.Hosting;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;
using Telemetry.Live.Tests.Hub;
using Telemetry.Live.Tests.Samples;
using Telemetry.Live.Tests.Services;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;
using Telemetry.V1;
using Health = Grpc.Health.V1.Health;

namespace Telemetry.Live.Tests.Roles;

/// <summary>Whole nodes with one role each, on one broker.</summary>
public sealed class NodeHostTests : IAsyncDisposable
{
    private readonly EmbeddedBroker _broker = EmbeddedBroker.Start(new Dictionary<string, int>
    {
        ["telemetry.events"] = 2, ["telemetry.dead-letter"] = 1, ["telemetry.aggregates"] = 2, ["telemetry.feed"] = 2,
    });

    private readonly SlowStore _store = new();
    private readonly List<WebApplication> _hosts = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_ingest_node_counts_a_gateway_shows()
    {
        var (ingest, gateway) = (await StartAsync("ingest"), await StartAsync("gateway"));
        using var channel = GrpcChannel.ForAddress(gateway.Services.GetRequiredService<GrpcEndpoints>().Grpc);
        var live = new V1.LiveService.LiveServiceClient(channel);
        await Reading.UntilAsync(() => Status(gateway, "ready").Contains("\"Healthy\"", StringComparison.Ordinal));
        using var events = live.WatchEvents(new WatchEventsRequest(), cancellationToken: Token);

        using var producer = ingest.Services.GetRequiredService<KafkaClients>().CreateProducer();
        for (var i = 0; i < 20; i++)
        {
            var message = new Message { SessionId = $"S{i}", EventTimestamp = TimeProvider.System.GetUtcNow() };
            await producer.ProduceAsync(new TopicPartition("telemetry.events", Partition.Any), new Message<byte[]?, byte[]?> { Key = null, Value = message.ToUtf8() }, Token);
        }
        var batch = await events.ResponseStream.NextAsync();
        Assert.NotEmpty(batch.Events);
        await UntilShownAsync(live, state => state is { Metrics.Events: 20, Health: { StalePartitions: 0, Partitions: 2 } });
    }

    [Fact]
    public async Task A_node_that_only_ingests_serves_health_and_no_streams()
    {
        var ingest = await StartAsync("ingest");
        using var channel = GrpcChannel.ForAddress(ingest.Services.GetRequiredService<GrpcEndpoints>().Grpc);

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await new V1.LiveService.LiveServiceClient(channel).GetSnapshotAsync(new GetSnapshotRequest(), cancellationToken: Token));

        Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
        Assert.Contains("Healthy", Status(ingest, "live"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_its_partitions_is_live_and_not_ready_in_both_kinds_of_health()
    {
        _store.IsAway = true;
        var node = await StartAsync("ingest,gateway");
        using var channel = GrpcChannel.ForAddress(node.Services.GetRequiredService<GrpcEndpoints>().Grpc);
        var health = new Health.HealthClient(channel);

        await Reading.UntilAsync(() => Status(node, "ready").Contains("not claimed", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (Code(node, "live"), Code(node, "ready")));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, (await health.CheckAsync(new HealthCheckRequest(), cancellationToken: Token)).Status);

        _store.IsAway = false;
        await Reading.UntilAsync(() => Code(node, "ready") == HttpStatusCode.OK);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest(), cancellationToken: Token)).Status);
        var ingestion = JsonDocument.Parse(Status(node, "ready")).RootElement.GetProperty("checks").GetProperty("ingestion");
        Assert.Equal((2, 0L), (ingestion.GetProperty("partitions").GetInt32(), ingestion.GetProperty("lagMessages").GetInt64()));
        Assert.InRange(ingestion.GetProperty("lagMs").GetInt64(), 0, 999);
    }

    [Fact]
    public async Task While_a_node_saves_its_last_states_it_answers_that_it_is_not_ready_and_sends_streams_elsewhere()
    {
        var node = await StartAsync("ingest,gateway");
        await Reading.UntilAsync(() => Code(node, "ready") == HttpStatusCode.OK);
        using var channel = GrpcChannel.ForAddress(node.Services.GetRequiredService<GrpcEndpoints>().Grpc);
        var live = new V1.LiveService.LiveServiceClient(channel);
        using var stream = live.WatchDashboard(new WatchDashboardRequest(), cancellationToken: Token);
        await stream.ResponseStream.NextAsync();
        _store.HoldSaves(); // before there is something to save, as a save may be due at any time
        await CountOneAsync(node, live);

        node.Lifetime.StopApplication(); // as a signal does
        var stop = node.StopAsync(Token);
        await _store.SaveIsHeld.WaitAsync(LiveHost.Patience, Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, Code(node, "ready"));
        Assert.Contains("This node is stopping", Status(node, "ready"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, Code(node, "live"));
        foreach (var open in new[] { stream, live.WatchDashboard(new WatchDashboardRequest(), cancellationToken: Token) })
        {
            var ended = await open.ResponseStream.FailureAsync();
            Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
            Assert.Contains("Connect to another node", ended.Status.Detail, StringComparison.Ordinal);
            Assert.NotNull(ended.GetRpcStatus()?.GetDetail<Google.Rpc.RetryInfo>());
        }

        _store.ReleaseSaves();
        await stop;
        Assert.Contains(await _store.ReadAllAsync(Token), row => row.NextOffset > 0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync(CancellationToken.None);
            await host.DisposeAsync();
        }
        _broker.Dispose();
    }

    private async Task<WebApplication> StartAsync(string roles)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Kafka:BootstrapServers"] = _broker.BootstrapServers;
        builder.Configuration["Kafka:FetchWaitMaxMs"] = $"{EmbeddedBroker.FetchWaitMs}";
        builder.Configuration["Live:Roles"] = roles;
        builder.AddServiceDefaults("telemetry-live");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ISnapshotStore>(_store);
        builder.AddLiveNode();
        builder.Services.Configure<GrpcEndpointOptions>(options => (options.WebPort, options.GrpcPort) = (0, 0));
        var app = builder.Build();
        app.MapHealthEndpoints();
        app.MapLive();
        _hosts.Add(app);
        await app.StartAsync(Token);
        return app;
    }

    private static async Task CountOneAsync(WebApplication node, V1.LiveService.LiveServiceClient live)
    {
        using var producer = node.Services.GetRequiredService<KafkaClients>().CreateProducer();
        var message = new Message { EventTimestamp = TimeProvider.System.GetUtcNow() };
        await producer.ProduceAsync(new TopicPartition("telemetry.events", Partition.Any), new Message<byte[]?, byte[]?> { Value = message.ToUtf8() }, Token);
        await UntilShownAsync(live, state => state.Metrics?.Events == 1);
    }

    private static async Task UntilShownAsync(V1.LiveService.LiveServiceClient live, Func<DashboardUpdate, bool> condition)
    {
        var received = new ReceivedDashboard();
        using var stream = live.WatchDashboard(new WatchDashboardRequest(), cancellationToken: Token);
        await stream.ResponseStream.FirstAsync(update =>
        {
            received.Take(update);
            return condition(received.State);
        });
    }

    private static HttpStatusCode Code(WebApplication host, string which)
    {
        using var http = new HttpClient { BaseAddress = host.Services.GetRequiredService<GrpcEndpoints>().Web };
        using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, $"/health/{which}"), Token);
        return answer.StatusCode;
    }

    private static string Status(WebApplication host, string which)
    {
        using var http = new HttpClient { BaseAddress = host.Services.GetRequiredService<GrpcEndpoints>().Web };
        using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, $"/health/{which}"), Token);
        using var json = JsonDocument.Parse(answer.Content.ReadAsStream(Token));
        return json.RootElement.GetRawText();
    }
}
