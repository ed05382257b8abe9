using Grpc.Core;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;
using Telemetry.Grpc.Frames;
using Telemetry.Live.Hub;
using Telemetry.Live.Views;
using Telemetry.V1;

namespace Telemetry.Live.Services;

/// <summary>telemetry.v1.LiveService: translates requests, and leaves the rest to views and hub.</summary>
internal sealed class LiveService(LiveViews views, LiveHub hub, StreamLimits limits, Vocabularies vocabularies) : V1.LiveService.LiveServiceFrames
{
    public override async Task WatchDashboard(WatchDashboardRequest request, IServerStreamWriter<Frame> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var requests = new Requests();
        var filter = caller.Confine(requests.Filter(request.Filter));
        var window = requests.Window(request.Window);
        var wish = requests.Feed(request.Feed, filter);
        requests.Check();
        using var admission = limits.Enter(caller);
        var view = views.Open(filter, window);
        await hub.ServeAsync(new Subscriber(responseStream, view, wish, (int)(request.Feed?.Replay ?? 0), caller), context.CancellationToken);
    }

    public override async Task WatchEvents(WatchEventsRequest request, IServerStreamWriter<Frame> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var requests = new Requests();
        var filter = caller.Confine(requests.Filter(request.Filter));
        var wish = requests.Feed(request.Feed ?? new EventFeedOptions(), filter);
        requests.Check();
        using var admission = limits.Enter(caller);
        await hub.ServeAsync(new Subscriber(responseStream, view: null, wish, (int)(request.Feed?.Replay ?? 0), caller), context.CancellationToken);
    }

    public override async Task<UpdateFilterResponse> UpdateFilter(UpdateFilterRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var requests = new Requests();
        var filter = caller.Confine(requests.Filter(request.Filter));
        var window = requests.Window(request.Window);
        requests.Check();
        await hub.UpdateFilterAsync(request.SubscriptionId, caller, filter, window, context.CancellationToken);
        return new UpdateFilterResponse();
    }

    public override Task<DashboardUpdate> GetSnapshot(GetSnapshotRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var requests = new Requests();
        var filter = caller.Confine(requests.Filter(request.Filter));
        var window = requests.Window(request.Window);
        requests.Check();
        return Task.FromResult(SnapshotOf(filter, window));
    }

    public override Task<GetSeriesResponse> GetSeries(GetSeriesRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var requests = new Requests();
        var series = requests.Series(request, caller);
        requests.Check();
        return Task.FromResult(views.Series(series));
    }

    private DashboardUpdate SnapshotOf(EventFilter filter, WindowLength window)
    {
        var view = views.Open(filter, window);
        try
        {
            // Once: the next turn of the views may replace it, and a time must not be told of numbers that are newer.
            var state = view.State;
            var encoder = new UpdateEncoder(vocabularies);
            encoder.BeginUpdate(null, state.Version, full: true, state.AtMs);
            encoder.AddState(state, since: -1);
            return DashboardUpdate.Parser.ParseFrom(encoder.ToArray());
        }
        finally
        {
            views.Close(view);
        }
    }
}
