using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Grpc.Frames;
using Telemetry.Grpc.Hosting;
using Telemetry.Grpc.Tests.NodeClients;
using Telemetry.V1;

namespace Telemetry.Grpc.Tests.Frames;

/// <summary>A LiveService that writes frames is, for its clients, the LiveService of live.proto.</summary>
public sealed class LiveServiceOverTheWireTests : IAsyncLifetime
{
    private static readonly DashboardUpdate Head = new() { SubscriptionId = "s-1", Sequence = 1 };
    private static readonly DashboardUpdate Body = new() { Full = true, Viewers = new Viewers { ActiveViewers = 42 } };

    private readonly WebApplication _app = Build();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_generated_client_reads_frames_as_messages()
    {
        using var channel = GrpcChannel.ForAddress(Endpoints(_app).Grpc);
        using var call = new LiveService.LiveServiceClient(channel).WatchDashboard(new WatchDashboardRequest());
        var expected = Body.Clone();
        expected.MergeFrom(Head);
        Assert.Equal([expected], await call.ResponseStream.ReadAllAsync().ToListAsync());
    }

    [Fact]
    public async Task A_client_may_read_the_frames_unparsed()
    {
        using var channel = GrpcChannel.ForAddress(Endpoints(_app).Grpc);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
            LiveService.FrameMethods.WatchDashboard, host: null, new CallOptions(), new WatchDashboardRequest());
        var frame = Assert.Single(await call.ResponseStream.ReadAllAsync().ToListAsync());
        Assert.Equal(Frame.Concat(Frame.Of(Head), Frame.Of(Body)).ToArray(), frame.ToArray());
    }

    [Fact]
    public async Task Streams_can_ask_for_their_http_context()
    {
        using var channel = GrpcChannel.ForAddress(Endpoints(_app).Grpc);
        using var call = new LiveService.LiveServiceClient(channel).WatchEvents(new WatchEventsRequest());
        var batch = Assert.Single(await call.ResponseStream.ReadAllAsync().ToListAsync());
        Assert.Equal("/telemetry.v1.LiveService/WatchEvents", Assert.Single(batch.Events).EventId);
    }

    public static async Task<IEnumerable<TheoryDataRow<NodeTest>>> Discovery()
    {
        await using var app = Build();
        await app.StartAsync();
        var (web, grpc) = (Endpoints(app).Web, Endpoints(app).Grpc);
        var tests = await NodeTestRun.RunAsync("discovery-grpc-js.test.mjs", web, grpc, LiveService.Descriptor.FullName);
        return tests.Select(test => new TheoryDataRow<NodeTest>(test));
    }

    [Theory]
    [MemberData(nameof(Discovery), DisableDiscoveryEnumeration = true)]
    public void Reflection_and_health_know_the_service(NodeTest test) => test.AssertPassed();

    private static GrpcEndpoints Endpoints(WebApplication app) => app.Services.GetRequiredService<GrpcEndpoints>();

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddTelemetryGrpc(options => (options.WebPort, options.GrpcPort) = (0, 0));
        var app = builder.Build();
        app.MapTelemetryGrpc<SmallLiveService>();
        return app;
    }

    private sealed class SmallLiveService : LiveService.LiveServiceFrames
    {
        public override Task WatchDashboard(WatchDashboardRequest request, IServerStreamWriter<Frame> responseStream, ServerCallContext context) =>
            responseStream.WriteAsync(Frame.Concat(Frame.Of(Head), Frame.Of(Body)));

        public override Task WatchEvents(WatchEventsRequest request, IServerStreamWriter<Frame> responseStream, ServerCallContext context)
        {
            var path = context.GetHttpContext().Request.Path;
            return responseStream.WriteAsync(Frame.Of(new EventBatch { Events = { new FeedEvent { EventId = path } } }));
        }

        public override Task<UpdateFilterResponse> UpdateFilter(UpdateFilterRequest request, ServerCallContext context) =>
            Task.FromResult(new UpdateFilterResponse());

        public override Task<DashboardUpdate> GetSnapshot(GetSnapshotRequest request, ServerCallContext context) => Task.FromResult(Body);

        public override Task<GetSeriesResponse> GetSeries(GetSeriesRequest request, ServerCallContext context) =>
            Task.FromResult(new GetSeriesResponse());
    }
}
