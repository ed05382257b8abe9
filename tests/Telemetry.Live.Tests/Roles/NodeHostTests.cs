using System.Text.Json;
using Confluent.Kafka;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Grpc.Hosting;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;
using Telemetry.Live.Tests.Samples;
using Telemetry.Live.Tests.Services;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;
using Telemetry.V1;

namespace Telemetry.Live.Tests.Roles;

/// <summary>Whole nodes with one role each, on one broker.</summary>
public sealed class NodeHostTests : IAsyncDisposable
{
    private readonly EmbeddedBroker _broker = EmbeddedBroker.Start(new Dictionary<string, int>
    {
        ["telemetry.events"] = 2, ["telemetry.dead-letter"] = 1, ["telemetry.aggregates"] = 2, ["telemetry.feed"] = 2,
    });

    private readonly InMemorySnapshotStore _store = new(TimeProvider.System);
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
        var sent = 0;
        await UntilAsync(async () =>
        {
            var message = new Message { SessionId = $"S{++sent}", EventTimestamp = TimeProvider.System.GetUtcNow() };
            await producer.ProduceAsync("telemetry.events", new Message<byte[]?, byte[]?> { Key = null, Value = message.ToUtf8() }, Token);
            return sent >= 20;
        });
        var batch = await events.ResponseStream.NextAsync();
        Assert.NotEmpty(batch.Events);
        await UntilAsync(async () => await live.GetSnapshotAsync(new GetSnapshotRequest(), cancellationToken: Token) is var shown && shown.Metrics.Events == sent
            && shown.Health is { StalePartitions: 0, Partitions: 2 });
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

    private static string Status(WebApplication host, string which)
    {
        using var http = new HttpClient { BaseAddress = host.Services.GetRequiredService<GrpcEndpoints>().Web };
        using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, $"/health/{which}"), Token);
        using var json = JsonDocument.Parse(answer.Content.ReadAsStream(Token));
        return json.RootElement.GetRawText();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(LiveHost.Patience);
        while (!await condition())
            await Task.Delay(20, patience.Token);
    }
}
