using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Feed;
using Telemetry.Domain.Vocabulary;
using Telemetry.Grpc.Hosting;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Live.Hub;
using Telemetry.Live.Tests.Samples;

namespace Telemetry.Live.Tests.Services;

/// <summary>LiveService on free ports of this machine; the test takes the part of ingestion.</summary>
internal sealed class LiveHost : IAsyncDisposable
{
    /// <summary>What everything has to happen within.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Origin of the page that may call.</summary>
    public const string Origin = "http://localhost:3000";

    private readonly WebApplication _app;
    private readonly PartitionAggregate _partition = new(0, epoch: 1, new AggregateLimits());
    private readonly List<GrpcChannel> _channels = [];
    private long _offset;

    private LiveHost(WebApplication app)
    {
        _app = app;
        Grpc = Channel(new SocketsHttpHandler(), _app.Services.GetRequiredService<GrpcEndpoints>().Grpc);
        Web = Channel(new GrpcWebHandler(new HttpClientHandler()), _app.Services.GetRequiredService<GrpcEndpoints>().Web);
    }

    /// <summary>gRPC over HTTP/2.</summary>
    public V1.LiveService.LiveServiceClient Grpc { get; }

    /// <summary>gRPC-Web over HTTP/1.1.</summary>
    public V1.LiveService.LiveServiceClient Web { get; }

    /// <summary>Address of gRPC-Web.</summary>
    public Uri WebAddress => _app.Services.GetRequiredService<GrpcEndpoints>().Web;

    public int Streams => _app.Services.GetRequiredService<LiveHub>().Count;

    public static async Task<LiveHost> StartAsync(Action<HubOptions>? configure = null, Dictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Live:Standalone"] = "true";
        builder.Configuration["Grpc:AllowedOrigins:0"] = Origin;
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddSingleton<ISnapshotStore, InMemorySnapshotStore>();
        builder.AddLive();
        builder.Services.Configure<GrpcEndpointOptions>(options => (options.WebPort, options.GrpcPort) = (0, 0));
        if (configure is not null)
            builder.Services.Configure(configure);
        var app = builder.Build();
        app.MapLive();
        await app.StartAsync();
        return new LiveHost(app);
    }

    /// <summary>Counts messages as ingestion would; one without a time has the present one.</summary>
    public void Count(params Message[] messages)
    {
        var feed = _app.Services.GetRequiredService<IEventFeedSink>();
        foreach (var message in messages.Select(message => message.EventTimestamp == default ? message with { EventTimestamp = TimeProvider.System.GetUtcNow() } : message))
        {
            var utf8 = message.ToUtf8();
            var e = message.Parse(_app.Services.GetRequiredService<Vocabularies>(), utf8);
            _partition.Apply(e, e.TimestampMs);
            feed.Append(0, _offset, e, utf8);
            _partition.AdvanceTo(++_offset);
        }
        feed.Flush();
        _app.Services.GetRequiredService<IAggregateSink>().Publish(_partition.TakeDelta()!);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        await _app.DisposeAsync();
    }

    private V1.LiveService.LiveServiceClient Channel(HttpMessageHandler handler, Uri address)
    {
        _channels.Add(GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true }));
        return new V1.LiveService.LiveServiceClient(_channels[^1]);
    }
}
